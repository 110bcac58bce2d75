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

    /// Takes in the block that follows.
    @inline(__always)
    mutating func absorb(_ next: Block) {
      last = next.last
      sum += next.sum
      weight += next.weight
    }

    /// Whether the mean is above that of the block before: by products, which are exact for counts.
    @inline(__always)
    func isAbove(_ before: Block) -> Bool { sum * before.weight > before.sum * weight }
  }

  /// Inputs closer than this to the first one of a point belong to it.
  let resolution: Double
  /// All but the last; their means rise.
  private var blocks: [Block] = []
  private var last: Block?
  private var point: Block?

  init(resolution: Double) { self.resolution = resolution }

  /// - Parameters:
  ///   - input: not below the one before.
  ///   - output: times the weight.
  ///   - weight: above 0.
  @inline(__always)
  mutating func add(_ input: Double, output: Double, weight: Double) {
    if isInPoint(input) {
      point?.sum += output
      point?.weight += weight
    } else {
      closePoint()
      point = Block(first: input, last: input, sum: output, weight: weight)
    }
  }

  /// Whether an input that is not below the last one belongs to the same point.
  @inline(__always)
  func isInPoint(_ input: Double) -> Bool {
    point.map { input - $0.first < resolution || input == $0.first } ?? false
  }

  /// Continues with points that lie above all so far, and not within the resolution of them.
  mutating func add(_ other: AdjacentViolators) {
    closePoint()
    for block in other.blocks { add(block) }
    if let block = other.last { add(block) }
    point = other.point
  }

  @inline(__always)
  private mutating func closePoint() {
    guard let block = point else { return }
    point = nil
    add(block)
  }

  @inline(__always)
  private mutating func add(_ block: Block) {
    guard var merged = last else {
      last = block
      return
    }
    if block.isAbove(merged) {
      blocks.append(merged)
      last = block
      return
    }
    merged.absorb(block)
    while let before = blocks.last, !merged.isAbove(before) {
      blocks.removeLast()
      var wider = before
      wider.absorb(merged)
      merged = wider
    }
    last = merged
  }

  /// Of every constant stretch the first and the last input are knots.
  /// - Precondition: at least one point was added.
  mutating func map() -> IsotonicMap {
    closePoint()
    var inputs: [Double] = []
    var outputs: [Double] = []
    for block in blocks + (last.map { [$0] } ?? []) {
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
