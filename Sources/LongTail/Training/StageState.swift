import ArrayFiles
import Torch

/// What a stage remembers beside the network, in one list of named arrays: the optimizer's, those of its
/// objectives, hooks and companions. They are saved with each checkpoint inside the stage.
struct StageState {
  let optimizer: any Optimizer
  /// Tensors by the names that they are saved under; none begins as the optimizer's arrays do.
  let tensors: [(name: String, tensor: Tensor)]
  /// Where runs of before kept the averages of weights: the prefix then, and the present one.
  let formerAverages: (prefix: String, now: String)?

  /// Parameters and buffers that were born in the stage.
  static let ownPrefix = Stage.ownParameterPrefix

  static func hookPrefix(_ index: Int) -> String { "hooks/\(index)/" }
  static func companionPrefix(_ index: Int) -> String { "companions/\(index)/" }

  func arrays() -> [(name: String, array: NumericArray)] {
    optimizer.state() + tensors.map { ($0.name, $0.tensor.numericArray()) }
  }

  /// - Throws: `FileProblem` for arrays of another stage.
  func load(_ arrays: [String: NumericArray], from path: String) throws {
    var own: [String: NumericArray] = [:]
    var others: [String: NumericArray] = [:]
    for (name, array) in arrays {
      if let former = formerAverages, name.hasPrefix(former.prefix) {
        own[former.now + name.dropFirst(former.prefix.count)] = array
      } else if [Self.ownPrefix, "hooks/", "companions/"].contains(where: name.hasPrefix) {
        own[name] = array
      } else {
        others[name] = array
      }
    }
    try Tensor.assign(own, from: path, to: tensors)
    try optimizer.load(others, from: path)
  }
}
