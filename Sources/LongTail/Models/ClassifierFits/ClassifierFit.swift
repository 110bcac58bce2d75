public import Torch

/// What a fit may look at: features from a finished network.
public struct ClassifierFitData {
  /// `[samples, width]`, of the training part, without augmentation.
  public let training: Tensor
  /// The class of each training sample, in `0 ..< classes`.
  public let trainingLabels: [Int]
  /// `[samples, width]`, of the validation part; `nil` when nothing is held out.
  public let validation: Tensor?
  /// The class of each validation sample, in `0 ..< classes`; empty when nothing is held out.
  public let validationLabels: [Int]
  /// Rows of the classifier's weight.
  public let classes: Int
  /// The classifier's tensors by their name below `classifier`, such as `weight`.
  public let classifier: [String: Tensor]
  /// `[width, embedding]`, from features to where pictures and texts are compared, as files of CLIP have it; `nil` elsewhere.
  public let projection: Tensor?

  public init(
    training: Tensor, trainingLabels: [Int], validation: Tensor?, validationLabels: [Int],
    classes: Int, classifier: [String: Tensor], projection: Tensor? = nil
  ) {
    self.training = training
    self.trainingLabels = trainingLabels
    self.validation = validation
    self.validationLabels = validationLabels
    self.classes = classes
    self.classifier = classifier
    self.projection = projection
  }
}

/// What a fit found.
public struct FittedClassifier {
  /// New values by name below `classifier`; what is not named stays.
  public var tensors: [String: Tensor]
  /// What was chosen, by name, for the log.
  public var figures: [String: Double]
  /// What was assumed, for people: a sentence each.
  public var remarks: [String]

  public init(
    tensors: [String: Tensor], figures: [String: Double], remarks: [String] = []
  ) {
    self.tensors = tensors
    self.figures = figures
    self.remarks = remarks
  }
}

/// A classifier that is computed from features in one pass, without gradients.
public protocol ClassifierFit: CatalogItem {
  /// Names below `classifier` that the head must have.
  static var needs: [String] { get }
  /// Whether it looks at features; without, the network is not asked, and there are no samples in its data.
  static var usesFeatures: Bool { get }
  /// Whether the softmax then estimates class probabilities under a uniform prior.
  var targetsUniformPrior: Bool { get }
  /// - Throws: ``SettingsError`` when the data lack what the fit needs.
  func fitted(to data: ClassifierFitData) throws -> FittedClassifier
}

extension ClassifierFit {
  public static var usesFeatures: Bool { true }
}
