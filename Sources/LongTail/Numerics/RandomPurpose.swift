import Torch

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
  case mixing
  case view
  case objective
  case regularizer
  case optimizer
  case expertWeights
  case priorDraw
  // A number of its own, which stays when others are added above.
  case corruption = 64
  case foreground = 65
}

extension CounterBasedGenerator {
  /// The generator of one draw: its purpose, an epoch (or another number above the position) and a
  /// position.
  init(seed: UInt64, purpose: RandomPurpose, epoch: Int = 0, position: Int = 0) {
    self.init(seed: seed, stream: purpose.rawValue, UInt64(epoch), UInt64(position))
  }
}
