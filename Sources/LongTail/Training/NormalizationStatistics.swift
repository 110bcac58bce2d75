import Torch

/// Measures the statistics of every batch norm over the batches of one pass. Each layer's mean is that over all
/// samples; its variance is the mean variance within batches plus the variance of the batches' means.
struct NormalizationStatistics {
  private struct Layer {
    let mean: Tensor
    let variance: Tensor
    /// Σ n m, Σ n m², Σ n v in float64, with the samples n, mean m and variance v of each batch.
    var sums: [Tensor]
  }

  private var layers: [Layer]
  private var samples = 0
  /// With statistics of 0 before a batch, its own are what a layer then holds, times this share.
  private let share = 0.1

  /// Puts the statistics of a loader's samples, in their first view, into the network.
  /// - Throws: `FileProblem` for an unreadable picture.
  static func measure(_ model: ExpertModel, on loader: BatchLoader) throws {
    var pass = NormalizationStatistics(model.store)
    guard !pass.layers.isEmpty else { return }
    let batches = loader.batches()
    while let batch = try batches.next() {
      pass.begin()
      withoutGradients { _ = model.features(batch.tensor(on: model.device), .training) }
      pass.add(samples: batch.count)
    }
    pass.finish()
  }

  private init(_ store: ParameterStore) {
    let buffers = Dictionary(uniqueKeysWithValues: store.buffers.map { ($0.name, $0.tensor) })
    layers = buffers.keys.sorted().compactMap { name in
      guard let layer = NormalizationNames.layer(ofMean: name), let mean = buffers[name],
        let variance = buffers[layer + NormalizationNames.variance]
      else { return nil }
      let zero = mean.to(.float64) * 0
      return Layer(mean: mean, variance: variance, sums: [zero, zero, zero])
    }
  }

  private func begin() {
    for layer in layers {
      layer.mean.fillInPlace(0)
      layer.variance.fillInPlace(0)
    }
  }

  private mutating func add(samples count: Int) {
    samples += count
    for index in layers.indices {
      let mean = layers[index].mean.to(.float64) / share
      let variance = layers[index].variance.to(.float64) / share
      for (place, value) in [mean, mean.square(), variance].enumerated() {
        layers[index].sums[place] = layers[index].sums[place] + value * Double(count)
      }
    }
  }

  private func finish() {
    for layer in layers {
      let moments = layer.sums.map { $0 / Double(samples) }
      layer.mean.assignInPlace(moments[0])
      layer.variance.assignInPlace(moments[2] + (moments[1] - moments[0].square()).clamped(min: 0))
    }
  }
}

extension ParameterStore {
  /// Names of batch norm's scales and shifts: the parameters beside a running mean.
  var normalizationParameters: Set<String> {
    Set(
      buffers.compactMap { NormalizationNames.layer(ofMean: $0.name) }
        .flatMap { layer in ["weight", "bias"].map { layer + $0 } })
  }
}
