import CTorch

/// The hand-written loops behind convolutions and batch norm on the CPU.
public enum FusedKernels {
  /// The instructions they are made of: "avx512", "avx2" or "portable".
  public static var name: String { String(cString: ctorch_fused_kernels()) }

  /// Runs `body` with the loops called `name` on this thread, in place of the fastest ones and also
  /// where the package is built without optimization.
  ///
  /// - Returns: `nil`, without running `body`, when the processor cannot run these loops.
  package static func using<R>(_ name: String, _ body: () throws -> R) rethrows -> R? {
    guard ctorch_fused_use_kernels(name) else { return nil }
    defer { _ = ctorch_fused_use_kernels(nil) }
    return try body()
  }
}
