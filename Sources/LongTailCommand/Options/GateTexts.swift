import ArgumentParser

/// What `--fail-if` was given.
enum GateTexts {
  /// - Parameters:
  ///   - texts: each a gate.
  ///   - gate: reads one.
  /// - Returns: the gates, in their order.
  /// - Throws: `ValidationError` for the first that is none.
  static func gates<Gate>(
    _ texts: [String], _ gate: (String) throws -> Gate
  ) throws -> [Gate] {
    do {
      return try texts.map(gate)
    } catch {
      throw ValidationError("--fail-if: \(error)")
    }
  }
}
