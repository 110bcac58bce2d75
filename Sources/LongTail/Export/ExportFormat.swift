import ModelExport

/// Formats that a run's network can be written in.
public enum ExportFormat: String, Sendable, CaseIterable {
  /// ONNX, IR version 8, operator set 17.
  case onnx
  /// Core ML: a neural network (`.mlmodel`) or a program (`.mlpackage`).
  case coreml

  /// What pictures are taken as unless said otherwise.
  public var standardInput: ExportedInput {
    switch self {
    case .onnx: .bytes
    case .coreml: .image
    }
  }

  /// - Parameters:
  ///   - path: of the file.
  ///   - input: what it is to take pictures as.
  /// - Returns: why there is no such file of this format; `nil` when there is.
  public func refusal(path: String, input: ExportedInput) -> String? {
    switch self {
    case .onnx:
      input == .image
        ? "ONNX has no images: take \(ExportedInput.bytes.rawValue) or another input" : nil
    case .coreml where CoreMLFile.Form(path: path) == nil:
      "a Core ML file ends in .mlmodel (a neural network in one file) or .mlpackage (a program)"
    case .coreml:
      input == .image || input == .normalized
        ? nil
        : "Core ML takes pictures as images: take \(ExportedInput.image.rawValue), or "
          + ExportedInput.normalized.rawValue
    }
  }
}
