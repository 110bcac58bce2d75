import Calibration
import Torch

/// The class whose mean feature is nearest (Kang et al., ICLR 2020, section 4.1; "NCM").
///
/// Logits are −‖g(f) − μ_c‖² / T, or the cosine over T, up to what all classes share. Neither is a
/// probability by itself, so T is fitted to the validation part by likelihood, each class counting the
/// same; 1 when nothing is held out.
public struct NearestClassMean: ClassifierFit {
  public static let name = "nearest-class-mean"
  public static let summary = "the class whose mean feature is nearest, no training"
  public static let needs = ["weight", "bias", "center", "normalizes"]

  /// What is done to features first; the names are those of the authors' code.
  public enum Transform: String, Sendable, CaseIterable {
    /// `un`: nothing.
    case none
    /// `l2n`: scaled to length one.
    case normalized
    /// `cl2n`: the mean of all training features taken off, then scaled to length one.
    case centered
  }

  /// How near a feature is to a class's mean: by its squared Euclidean distance, or by the cosine.
  public enum Metric: String, Sendable, CaseIterable { case euclidean, cosine }

  /// What is done to features first; the authors' `cl2n` by default.
  public var transform = Transform.centered
  /// How nearness is measured; the squared Euclidean distance by default.
  public var metric = Metric.euclidean

  public init() {}

  public init(transform: Transform, metric: Metric) {
    self.transform = transform
    self.metric = metric
  }

  public var targetsUniformPrior: Bool { true }

  public func fitted(to data: ClassifierFitData) throws -> FittedClassifier {
    let features = data.training.to(.float64)
    let width = features.shape[1]
    let center =
      transform == .centered
      ? features.mean(axis: 0) : Tensor.zeros([width], dtype: .float64, device: features.device)
    let means = classMeans(transformed(features, center), data)
    // The class means are not scaled again; a cosine asks for that by its definition.
    let weight = metric == .cosine ? means.normalized(axis: 1, floor: 1e-12) : means * 2
    let bias = metric == .cosine ? means.sum(axis: 1) * 0 : -means.square().sum(axis: 1)
    var temperature = 1.0
    if let validation = data.validation {
      temperature = try fittedTemperature(
        appliedTransform(validation.to(.float64), center).matmul(weight.transposed(0, 1)) + bias,
        data)
    }
    let normalizes = Tensor.scalar(scalesFeatures ? 1 : 0, device: features.device)
    return FittedClassifier(
      tensors: [
        "weight": weight / temperature, "bias": bias / temperature, "center": center,
        "normalizes": normalizes,
      ], figures: ["temperature": temperature])
  }

  /// A cosine does not depend on the length of the feature, so it always scales.
  private var scalesFeatures: Bool { transform != .none || metric == .cosine }

  private func transformed(_ features: Tensor, _ center: Tensor) -> Tensor {
    transform == .none ? features : (features - center).normalized(axis: 1, floor: 1e-12)
  }

  /// What the head will do to a feature.
  private func appliedTransform(_ features: Tensor, _ center: Tensor) -> Tensor {
    scalesFeatures ? (features - center).normalized(axis: 1, floor: 1e-12) : features
  }

  private func classMeans(_ features: Tensor, _ data: ClassifierFitData) -> Tensor {
    let width = features.shape[1]
    let index = Tensor(data.trainingLabels, device: features.device).reshaped([-1, 1])
      .expanded(to: [data.trainingLabels.count, width])
    let sums = Tensor.zeros([data.classes, width], dtype: .float64, device: features.device)
      .scatteredAdding(axis: 0, indices: index, values: features)
    var counts = [Double](repeating: 0, count: data.classes)
    for label in data.trainingLabels { counts[label] += 1 }
    return sums / Tensor(counts, device: features.device).reshaped([-1, 1])
  }

  private func fittedTemperature(_ logits: Tensor, _ data: ClassifierFitData) throws -> Double {
    let predictions = Predictions(
      logits: Logits(logits.to(.float32).floats, classes: data.classes),
      labels: data.validationLabels, features: nil, classCounts: nil)
    return try TemperatureScaling(lowerBound: 1e-3, upperBound: 1e3, weighting: .classes)
      .fitted(to: predictions, training: nil).temperature
  }
}

extension NearestClassMean.Transform: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "transform of features")
  }
}

extension NearestClassMean.Metric: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "metric")
  }
}
