internal import Foundation
public import Torch

/// How weights of experts are learned from samples without labels (Zhang, Hooi, Hong, Feng, NeurIPS 2022: SADE, section
/// 4.2): of experts that are good at different class distributions, those count more that say the same of two views of
/// a sample. The network stays as it is; nobody tells the class distribution of the samples.
public struct ExpertWeightLearning: Sendable {
  /// Passes over the samples, at least 1; fewer where an expert falls below ``smallestShare``.
  public var epochs = 5
  /// Samples of a step, at least 1.
  public var batchSize = 128
  /// Learning ends after an epoch that leaves an expert, its share rounded to hundredths, with less than this.
  public var smallestShare = 0.05
  /// Moves the weights; that of training, in the authors' code.
  public var optimizer = SGDSettings(nesterov: true, weightDecay: 5e-4)

  public init() {}

  /// As it follows a training stage: with its optimizer, where that is SGD.
  init(following stage: Stage?) {
    guard let settings = stage?.optimizer.settings as? SGDSettings else { return }
    optimizer = settings
  }

  /// Whether an expert counts so little that learning ends.
  /// - Parameter shares: of each expert, with sum 1.
  /// - Returns: true after the last epoch.
  public func isOver(_ shares: [Double]) -> Bool {
    shares.contains { ($0 * 100).rounded(.toNearestOrEven) / 100 < smallestShare }
  }
}

/// The weights on their way: `−mean cos(p¹, p²)` is made smaller, p¹ and p² being the softmaxes of the two views' logits,
/// weighted by `softmax(w)` (Zhang et al. 2022, eq. 5).
public final class ExpertWeights {
  /// w, `[experts]`
  private let values: Tensor
  private let optimizer: any Optimizer

  /// All experts alike.
  /// - Parameters:
  ///   - experts: how many there are.
  ///   - settings: how a step moves the weights.
  ///   - device: where the logits lie.
  ///   - dtype: of the logits.
  public init(
    experts: Int, optimizer settings: SGDSettings, device: Device = .cpu, dtype: DType = .float32
  ) {
    values = Tensor([Double](repeating: 1 / Double(experts), count: experts), device: device)
      .to(dtype).requiringGradient()
    optimizer = settings.make([
      ParameterGroup(parameters: [("weights", values)], weightDecay: settings.weightDecay)
    ])
    rate = settings.learningRate
  }

  private let rate: Double

  /// What each expert counts, with sum 1.
  public var shares: [Double] { values.detached().to(.float64).softmax(axis: 0).doubles }

  /// One step on the logits of two views of the same samples, `[batch, experts, classes]` each.
  public func step(_ first: Tensor, _ second: Tensor) {
    optimizer.step(rate: rate) {
      let shares = values.softmax(axis: 0).reshaped([1, values.count, 1])
      func direction(_ logits: Tensor) -> Tensor {
        (logits * shares).sum(axis: 1).softmax(axis: 1).normalized(axis: 1)
      }
      (-(direction(first) * direction(second)).sum(axis: 1).mean()).backward()
    }
  }
}

/// Weights of experts that were learned from samples without labels.
public struct LearnedExpertWeights: Sendable, Equatable {
  /// What each expert counts, with sum 1.
  public let shares: [Double]
  /// Passes over the samples that it took.
  public let epochs: Int
  /// How many samples there were.
  public let samples: Int

  /// What was found, in a sentence.
  public var sentence: String {
    let words = shares.map { String(format: "%.2f", $0) }.joined(separator: ", ")
    return
      "experts' weights learned on these \(samples) samples, without labels: \(words) (\(epochs) "
      + "epoch\(epochs == 1 ? "" : "s")); calibrators are those of the run's own weights"
  }
}
