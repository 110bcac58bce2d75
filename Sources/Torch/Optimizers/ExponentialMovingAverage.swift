public import ArrayFiles
import CTorch

/// A slow copy of a model: `average ← decay · average + (1 − decay) · value` at each update, for all
/// parameters and fractional buffers; counters are copied.
public final class ExponentialMovingAverage {
  /// Share of the last average in the next one, in [0, 1).
  public let decay: Double
  private let values: [(name: String, tensor: Tensor)]
  /// The averages, under the model's names.
  public let averages: [(name: String, tensor: Tensor)]

  /// Starts from the model as it is now; `decay` is in [0, 1).
  public init(of store: ParameterStore, decay: Double) {
    precondition((0..<1).contains(decay), "decay \(decay) is not in [0, 1)")
    self.decay = decay
    values = store.tensors
    averages = values.map { ($0.name, $0.tensor.detached().cloned()) }
  }

  /// Moves the averages towards the model's values; call it after each step.
  public func update() {
    var averaged: [(average: Tensor, value: Tensor)] = []
    for (average, value) in zip(averages, values) {
      if value.tensor.dtype.isFloatingPoint {
        averaged.append((average.tensor, value.tensor))
      } else {
        average.tensor.assignInPlace(value.tensor)
      }
    }
    withHandles(averaged.map(\.average)) { averages in
      withHandles(averaged.map(\.value)) { values in
        mustSucceed("ExponentialMovingAverage.update()") {
          ctorch_average_step(
            averages.baseAddress, values.baseAddress, averages.count, 1 - decay)
        }
      }
    }
  }

  /// Puts the averages into the model for good. The model's own values take their place here.
  public func replaceValues() { swap() }

  /// Exchanges the model's values with the averages; a second call undoes it.
  private func swap() {
    for (average, value) in zip(averages, values) {
      let kept = value.tensor.detached().cloned()
      value.tensor.assignInPlace(average.tensor)
      average.tensor.assignInPlace(kept)
    }
  }

  /// Runs `body` with the averages in the model; they are out of it again afterwards, also when it throws.
  public func withAverages<R>(_ body: () throws -> R) rethrows -> R {
    swap()
    defer { swap() }
    return try body()
  }

  /// Copies of the averages, under the model's names.
  public func state() -> [(name: String, array: NumericArray)] {
    averages.map { ($0.name, $0.tensor.numericArray()) }
  }

  /// Takes over averages; changes nothing when it throws.
  ///
  /// - Throws: `FileProblem` when they are not of this model.
  public func load(_ state: [String: NumericArray], from path: String) throws(FileProblem) {
    try Torch.load(state, from: path, into: averages)
  }
}
