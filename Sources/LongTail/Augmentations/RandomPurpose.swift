/// What random numbers are for. Draws for different purposes never share a stream, so that adding
/// one kind of draw leaves all others as they were.
enum RandomPurpose: UInt64 {
  case augmentation = 1
  case sampler
  case samplerItems
  case holdOut
  case testHoldOut
  case syntheticTraining
  case syntheticTest
}

extension CounterBasedGenerator {
  /// The generator of one draw: its purpose, an epoch (or another major number, below 2²⁰) and a
  /// position (below 2³⁶).
  init(seed: UInt64, purpose: RandomPurpose, epoch: Int = 0, position: Int = 0) {
    precondition(0..<(1 << 20) ~= epoch, "epoch \(epoch) does not fit into 20 bits")
    precondition(0..<(1 << 36) ~= position, "position \(position) does not fit into 36 bits")
    self.init(
      seed: seed, stream: purpose.rawValue << 56 | UInt64(epoch) << 36 | UInt64(position))
  }
}
