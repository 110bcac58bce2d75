import ModelExport
import Torch

/// Another network with one light block behind its last map, which is each expert's own while all before it is
/// shared: the residual branches of ResLT (Cui, Liu, Tian, Zhong, Jia, TPAMI 2022, section 3.3).
///
/// With the features averaged over all places after it, a branch costs a few numbers for each channel, or a 1×1
/// convolution.
public struct BranchedBackbone: WrappingBackbone {
  public static let name = "branched"
  public static let summary =
    "another network that experts share, with a light block of their own behind it"
  static let mapUse = "for branches"

  /// What a branch is.
  public enum Form: String, Sendable, CaseIterable {
    /// Batch norm alone, as in the authors' network for CIFAR.
    case norm
    /// A 1×1 convolution of as many channels, batch norm and ReLU, as in those for large pictures.
    case convolution
  }

  /// The network that is shared; it ends with a map.
  public var base = Chosen<Backbones>(ResNet32())
  /// What each expert has of its own.
  public var form = Form.norm

  public init() {}

  public init(_ base: some Backbone, form: Form = .norm) {
    self.base = Chosen(base)
    self.form = form
  }

  public var blockCounts: [Int] { network.blockCounts + [1] }
  public var sharedParts: Int { network.blockCounts.count }
  public var stageMaps: [StageMap] {
    network.stageMaps
      + (network.stageMaps.last.map { [StageMap(channels: $0.channels, stride: 1)] } ?? [])
  }

  public func featureWidth(for input: InputShape) -> Int { network.featureWidth(for: input) }

  public func validate() throws { try validateBase() }

  func addedBlock(
    _ index: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    let width = featureWidth(for: input)
    let own = path / "branch"
    return switch form {
    case .norm: NormBranch(norm: BatchNorm2D(width, at: own / "bn"))
    case .convolution:
      NormalizedConvolution(
        convolution: Convolution2D(
          width, width, kernel: 1, initial: .kaimingNormalFanOut, at: own / "conv"),
        norm: BatchNorm2D(width, at: own / "bn"))
    }
  }
}

extension BranchedBackbone.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of branch")
  }
}

private struct NormBranch: NetworkPart {
  let norm: BatchNorm2D

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor { norm(x, mode) }
  func multiplyAdds(advancing shape: inout [Int]) -> Int { 0 }
  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue { graph.normalized(x, norm) }
}
