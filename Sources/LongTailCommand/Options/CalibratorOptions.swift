import ArgumentParser
import Calibration
import Foundation
import LongTail

/// What changes a calibrator before it is fitted.
struct CalibratorOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change a setting of the calibrator, such as bins=15; lists as [0.9,0.99].",
      valueName: "key=value"))
  var settings: [String] = []

  @OptionGroup var weights: WeightingOption

  func validate() throws {
    if let odd = settings.first(where: { !$0.contains("=") || $0.hasPrefix("=") }) {
      throw ValidationError("--set: expected KEY=VALUE, found \"\(odd)\"")
    }
  }

  /// The method with these settings.
  /// - Throws: `UnknownName` for a key that it does not have, `ValidationError` for a value that does not
  ///   fit.
  func method(_ type: any CalibrationMethod.Type) throws -> any CalibrationMethod {
    try changed(type)
  }

  private func changed<Method: CalibrationMethod>(_ type: Method.Type) throws -> Method {
    let method = try weights.applied(to: type.init(), isRequired: true)
    guard !settings.isEmpty else { return method }
    do {
      let tree = try settings.reduce(SettingsTree(encoding: method)) { tree, assignment in
        let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let text = String(parts[1])
        let value = try? JSONDecoder().decode(SettingsTree.self, from: Data(text.utf8))
        return try tree.setting(
          parts[0].split(separator: ".").map(String.init), to: value ?? .text(text))
      }
      return try tree.decoded(as: type)
    } catch let error as SettingsError {
      throw ValidationError("--set of \(type.name): \(error)")
    } catch let error as DecodingError {
      throw ValidationError("--set of \(type.name): \(Self.words(error))")
    }
  }

  private static func words(_ error: DecodingError) -> String {
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context), .dataCorrupted(let context):
      let key = context.codingPath.map(\.stringValue).joined(separator: ".")
      return key.isEmpty ? context.debugDescription : "\(key): \(context.debugDescription)"
    @unknown default: return "\(error)"
    }
  }
}
