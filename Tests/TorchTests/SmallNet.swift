import ArrayFiles
import Torch

/// The net of Tests/Fixtures/torch_fixtures.py: convolution, batch norm, ReLU, pooling, linear.
struct SmallNet {
  let store: ParameterStore
  let conv: Convolution2D
  let norm: BatchNorm2D
  let classifier: Linear

  init(seed: UInt64 = 0, dtype: DType = .float64) {
    store = ParameterStore(seed: seed, dtype: dtype)
    conv = Convolution2D(2, 3, kernel: 3, padding: 1, at: store.root / "conv")
    norm = BatchNorm2D(3, at: store.root / "bn")
    classifier = Linear(3, 4, at: store.root / "fc")
  }

  /// `[batch, 2, height, width]` to `[batch, 4]`.
  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    let y = convolutionNormalized(x, conv: conv, norm: norm, mode, relu: true)
    return classifier(y.globalAveragePool())
  }

  /// The mean cross-entropy in training.
  func loss(_ x: Tensor, _ labels: Tensor) -> Tensor {
    -self(x, .training).logSoftmax(axis: 1)
      .gathered(axis: 1, labels.unsqueezed(axis: 1)).mean()
  }

  /// The two groups of the fixtures.
  var groups: [ParameterGroup] {
    let isClassifier = { (item: (name: String, tensor: Tensor)) in item.name.hasPrefix("fc.") }
    return [
      ParameterGroup(
        parameters: store.parameters.filter { !isClassifier($0) }, weightDecay: 0.01),
      ParameterGroup(
        parameters: store.parameters.filter(isClassifier), rateFactor: 2, weightDecay: 0),
    ]
  }
}

/// Trains twenty steps as the fixtures do: the classifier's bias joins at the fourth.
func losses(
  of net: SmallNet, _ optimizer: any Optimizer, on trajectory: FixtureTrajectory
) -> [Double] {
  let x = trajectory.x.tensor.to(net.store.dtype)
  let labels = Tensor(trajectory.labels)
  return (0..<20).map { step in
    net.store.train { $0 != "fc.bias" || step >= 3 }
    let loss = net.loss(x, labels)
    loss.backward()
    optimizer.step(rate: step < 10 ? 0.1 : 0.01)
    return loss.item()
  }
}
