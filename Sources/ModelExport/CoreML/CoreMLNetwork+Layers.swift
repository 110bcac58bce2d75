import SwiftProtobuf

extension CoreMLNetwork {
  /// - Returns: the layer of an operator that needs no extents or stored inputs for it; `nil` for others.
  static func layer(_ operation: StaticOperation) -> CoreMLNeuralNetworkLayer.OneOf_Layer? {
    switch operation {
    case .convolution(let weight, let bias, let stride, let padding, let groups):
      .convolution(convolution(weight, bias, stride, padding, groups))
    case .pooling(let kind, let kernel, let stride, let padding):
      .pooling(
        .with {
          $0.type = kind == .largest ? .max : .average
          $0.kernelSize = [UInt64(kernel), UInt64(kernel)]
          $0.stride = [UInt64(stride), UInt64(stride)]
          $0.valid = border(padding)
        })
    case .linear(let weight, let bias):
      .innerProduct(
        .with {
          $0.inputChannels = UInt64(weight.shape[1])
          $0.outputChannels = UInt64(weight.shape[0])
          $0.hasBias_p = true
          $0.weights = .holding(weight.floats)
          $0.bias = .holding(bias.floats)
        })
    case .unary(let unary): layer(unary)
    case .binary(let binary): layer(binary)
    case .reduction(let reduction, let axes, let keeps): layer(reduction, axes, keeps)
    case .softmax(let axis): .softmaxNd(.with { $0.axis = Int64(axis) })
    case .largestPlace(let axis): .argMax(.with { $0.axis = Int64(axis) })
    case .concatenation(let axis): .concatNd(.with { $0.axis = Int64(axis) })
    case .transposition(let axes): .transpose(.with { $0.axes = axes.map(UInt64.init) })
    case .choice: .whereBroadcastable(.init())
    case .slice(let starts, let ends, let steps): .sliceStatic(slice(starts, ends, steps))
    case .padding(let before, let after):
      .constantPad(
        .with {
          $0.padAmounts = zip(before, after).flatMap { [UInt64($0), UInt64($1)] }
        })
    case .layerNorm(let weight, let bias, let epsilon):
      .layerNormalization(
        .with {
          $0.normalizedShape = weight.shape.map(Int64.init)
          $0.eps = epsilon
          $0.gamma = .holding(weight.floats)
          $0.beta = .holding(bias.floats)
        })
    case .identity: .activation(.with { $0.linear.alpha = 1 })
    case .reshape, .product, .lookup: nil
    }
  }

  private static func convolution(
    _ weight: GraphTensor, _ bias: GraphTensor, _ stride: Int, _ padding: Int?, _ groups: Int
  ) -> CoreMLConvolutionLayerParams {
    .with {
      $0.outputChannels = UInt64(weight.shape[0])
      $0.kernelChannels = UInt64(weight.shape[1])
      $0.nGroups = UInt64(groups)
      $0.kernelSize = weight.shape.suffix(2).map(UInt64.init)
      $0.stride = [UInt64(stride), UInt64(stride)]
      $0.dilationFactor = [1, 1]
      $0.convolutionPaddingType = padding.map { .valid(border($0)) } ?? .same(.init())
      $0.hasBias_p = true
      $0.weights = .holding(weight.floats)
      $0.bias = .holding(bias.floats)
    }
  }

  private static func border(_ padding: Int) -> CoreMLValidPadding {
    let edge = CoreMLBorderAmounts.EdgeSizes.with {
      $0.startEdgeSize = UInt64(padding)
      $0.endEdgeSize = UInt64(padding)
    }
    return .with { $0.paddingAmounts.borderAmounts = [edge, edge] }
  }

  private static func layer(
    _ unary: StaticOperation.Unary
  ) -> CoreMLNeuralNetworkLayer.OneOf_Layer {
    switch unary {
    case .relu: .activation(.with { $0.reLu = .init() })
    case .sigmoid: .activation(.with { $0.sigmoid = .init() })
    case .tanh: .activation(.with { $0.tanh = .init() })
    case .erf: .erf(.init())
    case .logarithm:
      .unary(
        .with {
          $0.type = .log
          $0.scale = 1
          // Absent, it would be a millionth.
          $0.epsilon = Float.leastNonzeroMagnitude
        })
    }
  }

  private static func layer(
    _ binary: StaticOperation.Binary
  ) -> CoreMLNeuralNetworkLayer.OneOf_Layer {
    switch binary {
    case .add: .addBroadcastable(.init())
    case .subtract: .subtractBroadcastable(.init())
    case .multiply: .multiplyBroadcastable(.init())
    case .divide: .divideBroadcastable(.init())
    case .minimum: .minBroadcastable(.init())
    case .maximum: .maxBroadcastable(.init())
    case .greater: .greaterThan(.init())
    case .greaterOrEqual: .greaterEqual(.init())
    case .equal: .equal(.init())
    case .and: .logicalAnd(.init())
    case .or: .logicalOr(.init())
    }
  }

  private static func layer(
    _ reduction: StaticOperation.Reduction, _ axes: [Int], _ keeps: Bool
  ) -> CoreMLNeuralNetworkLayer.OneOf_Layer {
    switch reduction {
    case .sum: .reduceSum(along(axes, keeps))
    case .mean: .reduceMean(along(axes, keeps))
    case .largest: .reduceMax(along(axes, keeps))
    case .euclideanNorm: .reduceL2(along(axes, keeps))
    case .logSumExp: .reduceLogSumExp(along(axes, keeps))
    }
  }

  private static func along<Parameters: CoreMLReduction>(
    _ axes: [Int], _ keeps: Bool
  ) -> Parameters {
    var parameters = Parameters()
    parameters.axes = axes.map(Int64.init)
    parameters.keepDims = keeps
    return parameters
  }

  private static func slice(
    _ starts: [Int], _ ends: [Int], _ steps: [Int]
  ) -> CoreMLSliceStaticLayerParams {
    let none = starts.map { _ in false }
    return .with {
      $0.beginIds = starts.map(Int64.init)
      $0.beginMasks = none
      $0.endIds = ends.map(Int64.init)
      $0.endMasks = none
      $0.strides = steps.map(Int64.init)
      $0.squeezeMasks = none
    }
  }
}

extension GraphTensor {
  /// The numbers of a layer's parameters.
  var floats: [Float] {
    switch elements {
    case .float(let values): values
    case .integer(let values): values.map { Float($0) }
    }
  }
}

/// Parameters of a layer that sums up along axes.
private protocol CoreMLReduction {
  init()
  var axes: [Int64] { get set }
  var keepDims: Bool { get set }
}

extension CoreMLReduceSumLayerParams: CoreMLReduction {}
extension CoreMLReduceMeanLayerParams: CoreMLReduction {}
extension CoreMLReduceMaxLayerParams: CoreMLReduction {}
extension CoreMLReduceL2LayerParams: CoreMLReduction {}
extension CoreMLReduceLogSumExpLayerParams: CoreMLReduction {}
