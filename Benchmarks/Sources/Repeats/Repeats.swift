import Dispatch

/// A simulation's repeats on all cores.
public enum Repeats {
  /// Results in the order of their indices, whatever core made them.
  public static func concurrently<Part: Sendable>(
    _ count: Int, _ body: @Sendable (Int) -> Part
  ) -> [Part] {
    // Safe without a lock: each index is visited once, and only its own slot is written.
    nonisolated(unsafe) let slots = UnsafeMutableBufferPointer<Part?>.allocate(capacity: count)
    slots.initialize(repeating: nil)
    defer {
      slots.deinitialize()
      slots.deallocate()
    }
    DispatchQueue.concurrentPerform(iterations: count) { slots[$0] = body($0) }
    return slots.compactMap { $0 }
  }
}
