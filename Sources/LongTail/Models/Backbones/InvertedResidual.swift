import ModelExport
import Torch

/// How a network for small devices pads and normalises: as the program does that its weights were published by.
enum MobileConvention: Sendable {
  /// TensorFlow's padding, batch norm with ε 1e-3 that follows the batches by 0.01.
  case tensorFlow
  /// Equal padding on both sides, batch norm with ε 1e-5 that follows by 0.1.
  case pyTorch
}

/// A convolution, its batch norm, and ReLU6 where it follows.
struct PaddedConvolution: NetworkPart {
  private let convolution: Convolution2D
  private let norm: BatchNorm2D
  private let padding: SamePadding
  private let convention: MobileConvention
  private let isActivated: Bool

  /// - Parameters:
  ///   - inputs: channels of the input.
  ///   - outputs: channels of the output.
  ///   - kernel: side of the filters.
  ///   - stride: the input's side over the output's.
  ///   - groups: parts into which the channels are divided.
  ///   - isActivated: whether ReLU6 follows.
  ///   - convention: how it pads and normalises.
  ///   - path: where the parameters are born.
  ///   - names: of the convolution and of the batch norm below it.
  init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, groups: Int = 1,
    isActivated: Bool = true, convention: MobileConvention, at path: ParameterPath,
    names: (convolution: String, norm: String)
  ) {
    padding = SamePadding(kernel: kernel, stride: stride)
    self.convention = convention
    // The references': normal by the fan-out, TensorFlow's by that of one group.
    let deviation = (2 / Double(kernel * kernel * outputs / groups)).squareRoot()
    let initial =
      convention == .pyTorch
      ? Initialization.kaimingNormalFanOut : .normal(deviation: deviation)
    convolution = Convolution2D(
      inputs, outputs, kernel: kernel, stride: stride,
      padding: convention == .pyTorch ? kernel / 2 : padding.symmetric ?? 0,
      groups: groups, initial: initial, at: path / names.convolution)
    let isTensorFlow = convention == .tensorFlow
    norm = BatchNorm2D(
      outputs, momentum: isTensorFlow ? 0.01 : 0.1, epsilon: isTensorFlow ? 1e-3 : 1e-5,
      at: path / names.norm)
    self.isActivated = isActivated
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor { self(x, mode, adding: nil) }

  func callAsFunction(_ x: Tensor, _ mode: Mode, adding residual: Tensor?) -> Tensor {
    let padsItself = convention == .pyTorch || padding.symmetric != nil
    let padded = padsItself ? x : padding(x)
    let value = convolutionNormalized(
      padded, conv: convolution, norm: norm, mode, adding: residual)
    return isActivated ? value.relu6() : value
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    let sides = shape.dropFirst().map { ($0 + padding.stride - 1) / padding.stride }
    shape = [convolution.weight.shape[0]] + sides
    return convolution.weight.count * sides.reduce(1, *)
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let value = graph.convolutionNormalized(
      x, convolution, norm, same: convention == .tensorFlow)
    return isActivated ? graph.relu6(value) : value
  }
}

/// The block of MobileNetV2 and EfficientNet (Sandler et al., CVPR 2018): 1×1 to more channels, one filter a channel,
/// 1×1 to few channels without an activation, and the input added where shapes allow. Names are timm's.
struct InvertedResidual: NetworkPart {
  private let convolutions: [PaddedConvolution]
  private let addsInput: Bool

  init(
    _ inputs: Int, _ outputs: Int, expansion: Int, kernel: Int, stride: Int,
    convention: MobileConvention, at path: ParameterPath
  ) {
    let inner = inputs * expansion
    var all: [PaddedConvolution] = []
    // Without an expansion the first pair of names is the depth-wise convolution's.
    if expansion > 1 {
      all.append(
        PaddedConvolution(
          inputs, inner, kernel: 1, convention: convention, at: path, names: ("conv_pw", "bn1")))
    }
    all.append(
      PaddedConvolution(
        inner, inner, kernel: kernel, stride: stride, groups: inner, convention: convention,
        at: path,
        names: ("conv_dw", expansion > 1 ? "bn2" : "bn1")))
    all.append(
      PaddedConvolution(
        inner, outputs, kernel: 1, isActivated: false, convention: convention, at: path,
        names: expansion > 1 ? ("conv_pwl", "bn3") : ("conv_pw", "bn2")))
    convolutions = all
    addsInput = stride == 1 && inputs == outputs
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    let last = convolutions.count - 1
    let inner = convolutions[..<last].reduce(x) { $1($0, mode) }
    return convolutions[last](inner, mode, adding: addsInput ? x : nil)
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    convolutions.reduce(0) { $0 + $1.multiplyAdds(advancing: &shape) }
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let value = convolutions.reduce(x) { $1.export($0, in: graph) }
    return addsInput ? graph.add(value, x) : value
  }
}
