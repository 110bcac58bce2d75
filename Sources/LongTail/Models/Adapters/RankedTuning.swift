public import Torch

/// A tuning whose additions to every block pass through a narrow layer of one width.
public protocol RankedTuning: TransformerTuning {
  /// Width of the narrow layer, 1 … 4096; by the number of classes when `nil` (``TransformerPlace/publishedRank``).
  var rank: Int? { get set }
  /// What one block gets, as wide as `rank`, its parameters born below `path`.
  func adapter(of rank: Int, in block: TransformerPlace, at path: ParameterPath) -> any BlockAdapter
}

extension RankedTuning {
  /// The tuning with a width; by the number of classes when `nil`.
  public init(rank: Int?) {
    self.init()
    self.rank = rank
  }

  public func validate() throws {
    if let rank { try SettingsError.require("rank", rank, in: 1...4096) }
  }

  public func adapter(in block: TransformerPlace, at path: ParameterPath) -> (any BlockAdapter)? {
    adapter(of: rank ?? block.publishedRank, in: block, at: path)
  }
}
