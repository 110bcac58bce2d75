/// The least-squares fit of a function that never falls to points that come in the order of their inputs,
/// by pooling adjacent violators.
struct AdjacentViolators {
  /// Points with the same fitted value.
  private struct Block {
    var first: Double
    var last: Double
    /// Σ weight · output
    var sum: Double
    var weight: Double

    /// Whether the mean is not below that of the block before: by products, which are exact for counts.
    @inline(__always)
    func isAbove(_ before: Block) -> Bool { sum * before.weight > before.sum * weight }
  }

  /// Inputs closer than this to the first one of a point belong to it.
  let resolution: Double
  private var blocks: [Block] = []
  private var point: Block?

  init(resolution: Double) { self.resolution = resolution }

  /// - Parameters:
  ///   - input: not below the one before.
  ///   - output: times the weight.
  ///   - weight: above 0.
  @inline(__always)
  mutating func add(_ input: Double, output: Double, weight: Double) {
    if let first = point?.first, input - first < resolution || input == first {
      point?.sum += output
      point?.weight += weight
    } else {
      closePoint()
      point = Block(first: input, last: input, sum: output, weight: weight)
    }
  }

  @inline(__always)
  private mutating func closePoint() {
    guard var block = point else { return }
    while let before = blocks.last, !block.isAbove(before) {
      block.first = before.first
      block.sum += before.sum
      block.weight += before.weight
      blocks.removeLast()
    }
    blocks.append(block)
  }

  /// Of every constant stretch the first and the last input are knots.
  /// - Precondition: at least one point was added.
  mutating func map() -> IsotonicMap {
    closePoint()
    point = nil
    var inputs: [Double] = []
    var outputs: [Double] = []
    for block in blocks {
      inputs.append(block.first)
      outputs.append(block.sum / block.weight)
      if block.last > block.first {
        inputs.append(block.last)
        outputs.append(block.sum / block.weight)
      }
    }
    return IsotonicMap(inputs: inputs, outputs: outputs)
  }
}

extension IsotonicMap {
  /// Outcomes, true or false, at inputs; all weigh the same.
  /// - Parameters:
  ///   - keys: made by ``key(_:isTrue:)``, in any order, at least one; sorted on return.
  ///   - resolution: inputs closer than this become one point.
  init(fittingOutcomes keys: inout [UInt64], resolution: Double) {
    RadixSort.sort(&keys)
    var violators = AdjacentViolators(resolution: resolution)
    for key in keys {
      violators.add(
        Double(bitPattern: key >> 1), output: Double(key & 1), weight: 1)
    }
    self = violators.map()
  }

  /// An input (0 or more) and its outcome as a number that sorts like the input.
  @inline(__always)
  static func key(_ input: Double, isTrue: Bool) -> UInt64 {
    // Adding 0 turns −0 into 0.
    (input + 0).bitPattern << 1 | (isTrue ? 1 : 0)
  }
}
