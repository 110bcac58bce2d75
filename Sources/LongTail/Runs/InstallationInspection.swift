import Calibration
import Foundation
import Torch

/// A look at what this installation can do: versions, devices, arithmetic, temporary files, and data.
public struct InstallationInspection: Sendable {
  /// One thing that was looked at.
  public struct Finding: Sendable {
    /// What was looked at, in a word or two.
    public let subject: String
    /// Whether it keeps the program from working.
    public let isWrong: Bool
    /// What was found, in words.
    public let text: String

    init(_ subject: String, _ text: String, isWrong: Bool = false) {
      self.subject = subject
      self.text = text
      self.isWrong = isWrong
    }

    static func checked(_ subject: String, _ check: () throws -> String) -> Finding {
      do { return Finding(subject, try check()) } catch {
        return Finding(subject, "\(error)", isWrong: true)
      }
    }
  }

  /// In the order in which things were looked at.
  public let findings: [Finding]

  /// Whether one of them keeps the program from working.
  public var isWrong: Bool { findings.contains(where: \.isWrong) }

  /// - Parameters:
  ///   - device: the one that is to be used, such as `auto` or `cuda:1`.
  ///   - data: a source of data to read, such as `cifar100:DIR`; `nil` for none.
  public init(device: String = "auto", data: String? = nil) {
    var findings = [
      Finding("longtail", Version.current), Finding("LibTorch", LibTorch.version),
      Finding("devices", Device.available.map(\.description).joined(separator: ", ")),
      Finding("threads", "\(threadCount) of \(AvailableProcessors.count)"),
      .checked("device \(device)") { try Device(device).description },
      .checked("arithmetic") { try Self.checkArithmetic(on: device) },
      .checked("temporary files") { try Self.checkTemporaryFolder() },
    ]
    if let data { findings.append(.checked(data) { try Self.checkData(data) }) }
    self.findings = findings
  }

  /// A small sum with gradients, to see that the library computes and does not only load.
  private static func checkArithmetic(on name: String) throws -> String {
    let device = try Device(name)
    let x = Tensor([1, 2, 3, 4] as [Float], shape: [1, 1, 2, 2], device: device)
      .requiringGradient()
    (x * x).sum().backward()
    guard let gradient = x.gradient?.floats, gradient == [2, 4, 6, 8] else {
      throw TorchError(
        "the gradient of Σx² came out wrong; is LibTorch built for this processor?")
    }
    return "gradients are right"
  }

  private static func checkTemporaryFolder() throws -> String {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appendingPathComponent("longtail-doctor-\(UUID().uuidString)")
    try Data("x".utf8).write(to: file)
    try FileManager.default.removeItem(at: file)
    return "\(folder.path) can be written to"
  }

  private static func checkData(_ text: String) throws -> String {
    let source = try Datasets.source(text, options: DatasetOptions())
    let samples = try source.load(.training)
    let told =
      samples.remarks.isEmpty ? "" : "; longtail data describe warns of \(samples.remarks.count)"
    return "\(samples.labels.count) training samples of \(samples.classNames.count) classes\(told)"
  }
}
