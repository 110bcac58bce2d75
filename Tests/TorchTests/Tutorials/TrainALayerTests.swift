import Testing
import Torch

// Tutorial: TrainALayer
struct TrainALayerTests {
  @Test func `the tutorial's code does what it says`() {
    let store = ParameterStore(seed: 0)
    let layer = Linear(2, 2, at: store.root / "classifier")
    let optimizer = SGD([ParameterGroup(parameters: store.parameters)], momentum: 0.9)

    let points = Tensor([-2.0, 1, -1, -1, 1, 1, 2, -1], shape: [4, 2]).to(.float32)
    let labels = Tensor([0, 0, 1, 1])

    for _ in 0..<50 {
      optimizer.step(rate: 0.1) {
        let logProbabilities = layer(points).logSoftmax(axis: 1)
        let loss = -logProbabilities.gathered(axis: 1, labels.unsqueezed(axis: 1)).mean()
        loss.backward()
      }
    }

    let answers = withoutGradients { layer(points).max(axis: 1).indices }
    #expect(answers.doubles == [0, 0, 1, 1])
  }
}
