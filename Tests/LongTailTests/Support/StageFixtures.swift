import ArrayFiles
import TestSupport
import Torch

/// `stage_fixtures.json`: the parts of a stage by PyTorch 2.13.0 (Tests/Fixtures/stage_fixtures.py).
struct StageFixtures: Decodable {
  struct Array: Decodable {
    let shape: [Int]
    let values: [Double]
    var tensor: Tensor { Tensor(values, shape: shape) }
  }

  struct Contrast: Decodable {
    let labels: [Int]
    let head: [String: Array]
    let arrays: [String: Array]
    let head_gradients: [String: Array]
  }

  struct Memory: Decodable {
    struct Step: Decodable {
      let labels: [Int]
      let arrays: [String: Array]
    }
    let head: [String: Array]
    let steps: [Step]
    let final: [String: Array]
    let queue: Array
    let queue_labels: [Int]
  }

  struct Averages: Decodable {
    let states: [[String: Array]]
    let mean: [String: Array]
  }

  struct Weighted: Decodable {
    let counts: [Int]
    let labels: [Int]
    let loss: Double
    let arrays: [String: Array]
  }

  struct Box: Decodable {
    let height, width: Int
    let share: Double
    let row, column: Int
    let rows, columns: [Int]
    let kept: Double
  }

  let within_batch: Contrast
  let memory: Memory
  let averages: Averages
  let norms: [String: Array]
  let class_weights: Weighted
  let boxes: [Box]

  static func read() throws -> StageFixtures {
    try fixture("stage_fixtures", as: StageFixtures.self)
  }
}
