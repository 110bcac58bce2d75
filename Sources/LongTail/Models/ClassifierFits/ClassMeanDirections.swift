public import Calibration
import Torch

/// The direction of each class's mean feature, for classifiers that look at directions: a cosine classifier then answers by
/// the nearest class mean (LIFT, Shi et al., ICML 2024, section 4.2). A start to train from.
public struct ClassMeanDirections: ClassifierFit {
  public static let name = "class-mean-directions"
  public static let summary = "the direction of each class's mean feature, for cosine classifiers"
  public static let needs = ["weight"]

  /// Samples of a class that count at most, 1 … 1,000,000, drawn at random from the larger ones (LIFT+ takes 100); all when
  /// `nil`.
  @OrNone public var mostPerClass: Int?

  public init() {}

  public init(mostPerClass: Int?) {
    self.mostPerClass = mostPerClass
  }

  public func validate() throws {
    if let mostPerClass {
      try SettingsError.require("mostPerClass", mostPerClass, in: 1...1_000_000)
    }
  }

  public var targetsUniformPrior: Bool { true }

  public func fitted(to data: ClassifierFitData) throws -> FittedClassifier {
    let width = data.training.shape[1]
    try data.requireDirections(Self.name)
    var (features, labels) = (data.training.to(.float64), data.trainingLabels)
    if let mostPerClass {
      let kept = Self.drawn(mostPerClass, of: labels, classes: data.classes)
      features = features.indexSelected(axis: 0, Tensor(kept, device: features.device))
      labels = kept.map { labels[$0] }
    }
    let index = Tensor(labels, device: features.device).reshaped([-1, 1])
      .expanded(to: [labels.count, width])
    // The length of a sum and of a mean is another, their direction is one.
    let sums = Tensor.zeros([data.classes, width], dtype: .float64, device: features.device)
      .scatteredAdding(axis: 0, indices: index, values: features)
    return FittedClassifier(
      tensors: ["weight": sums.normalized(axis: 1, floor: 1e-12).transposed(0, 1)], figures: [:])
  }
  /// Positions of at most so many samples of each class, ascending; the same for the same labels.
  static func drawn(_ most: Int, of labels: [Int], classes: Int) -> [Int] {
    var members = [[Int]](repeating: [], count: classes)
    for (position, label) in labels.enumerated() { members[label].append(position) }
    return members.enumerated().flatMap { label, own -> [Int] in
      var own = own
      guard own.count > most else { return own }
      var random = CounterBasedGenerator(seed: 0, stream: UInt64(label))
      random.shuffle(&own)
      return Array(own[..<most])
    }.sorted()
  }
}

extension ClassifierFitData {
  /// - Throws: ``SettingsError`` for a classifier whose columns are no directions of features.
  func requireDirections(_ fit: String) throws {
    guard classifier["weight"]?.shape == [training.shape[1], classes], classifier["bias"] == nil
    else {
      throw SettingsError(
        "", "\(fit) needs a cosine classifier, whose columns are directions of features")
    }
  }
}
