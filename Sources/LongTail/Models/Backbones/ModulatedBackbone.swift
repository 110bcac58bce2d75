public import Calibration
import ModelExport
import Torch

/// Another network with modulated attention on its last map, and a linear layer with ReLU behind it where asked for (Liu,
/// Miao, Zhan, Wang, Gong, Yu, CVPR 2019: OLTR, section 3.2).
///
/// The attention begins where it changes nothing: what it adds is multiplied with filters of 0.
public struct ModulatedBackbone: WrappingBackbone {
  public static let name = "modulated"
  public static let summary = "another network with modulated attention on its last map"
  static let mapUse = "to attend to"

  /// The network, which ends with a map.
  public var base = Chosen<Backbones>(ResNet32())
  /// Numbers of the features, 1 … 100,000; the channels of the map when `nil`, without a layer behind it. The authors'
  /// networks for large pictures have 512.
  @OrNone public var width: Int?

  public init() {}

  public init(_ base: some Backbone, width: Int? = nil) {
    self.base = Chosen(base)
    self.width = width
  }

  public var blockCounts: [Int] { network.blockCounts + [width == nil ? 1 : 2] }
  public var sharedParts: Int { network.sharedParts }
  public var stageMaps: [StageMap] {
    guard width == nil, let last = network.stageMaps.last else { return [] }
    return network.stageMaps + [StageMap(channels: last.channels, stride: 1)]
  }

  public func featureWidth(for input: InputShape) -> Int {
    width ?? network.featureWidth(for: input)
  }

  public func validate() throws {
    try validateBase()
    if let width { try SettingsError.require("width", width, in: 1...100_000) }
  }

  func addedBlock(
    _ index: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    let channels = network.featureWidth(for: input)
    guard index == 0 else {
      return PooledLayer(
        linear: Linear(channels, featureWidth(for: input), at: path / "fc_add"))
    }
    return ModulatedAttention(channels: channels, places: places(of: input), at: path / "attention")
  }

  /// Height times width of the last map.
  private func places(of input: InputShape) -> Int {
    guard case .picture(let height, let width, _) = input else {
      preconditionFailure("a map of \(input)")
    }
    return [height, width].map { side in
      network.stageMaps.reduce(side) { ($0 + $1.stride - 1) / $1.stride }
    }.reduce(1, *)
  }
}

/// Averages over all places, then a linear layer with ReLU.
private struct PooledLayer: NetworkPart {
  let linear: Linear

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor { linear(x.globalAveragePool()).relu() }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    linear.multiplyAdds(advancing: &shape)
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    graph.relu(graph.linear(graph.flattened(graph.globalAveragePool(x)), linear))
  }
}
