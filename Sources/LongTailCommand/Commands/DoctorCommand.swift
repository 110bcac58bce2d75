import ArgumentParser
import ArrayFiles
import Foundation
import LongTail
import Torch

/// `longtail doctor`
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what is wrong with this installation, or with a run's files.",
    discussion: """
      With a run, every file of it is compared with the SHA-256 that the run wrote down: ok, changed,
      missing, not recorded (of runs made before, and reports, which are made anew at will), or unknown.
      The exit code is 1 when something is wrong.

      Examples:
        longtail doctor
        longtail doctor runs/mine
        longtail doctor --data cifar100:DIR
      """)

  @Argument(
    help: ArgumentHelp("A run's folder, to check its files instead.", valueName: "run"),
    transform: PathArgument.path)
  var runPath: String?

  @Option(help: "A data source to check, such as cifar100:DIR.")
  var data: String?

  @Option(help: "The device that is to be used: auto, cpu, cuda, cuda:1 or mps.")
  var device = "auto"

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    try ExecutionOptions.check(device: device)
    guard let data else { return }
    guard runPath == nil else {
      throw ValidationError("a run's files are checked without its data; leave --data out")
    }
    do { _ = try Datasets.source(data) } catch let problem as DatasetProblem {
      throw ValidationError("--data: \(problem)")
    } catch is FileProblem {
      // What is wrong with the files is a row of the table.
    }
  }

  func run() throws {
    if let runPath {
      try inspect(runPath)
    } else {
      try inspectInstallation()
    }
  }

  private func inspect(_ run: String) throws {
    let files = try RunInspection(of: run).files
    let rows: [[Table.Cell]] = files.map {
      [.text($0.name), .text($0.state.rawValue), .text($0.problem ?? "")]
    }
    try StandardOutput.print(Table(header: ["file", "state", "problem"], rows: rows).text(format))
    if files.contains(where: \.state.isWrong) { throw ExitCode.failure }
  }

  private func inspectInstallation() throws {
    var findings = [
      Finding("longtail", .good, Version.current),
      Finding("LibTorch", .good, LibTorch.version),
      Finding(
        "devices", .good, Device.available.map(\.description).joined(separator: ", ")),
      Finding(
        "threads", .good, "\(threadCount) of \(ProcessInfo.processInfo.activeProcessorCount)"),
    ]
    findings.append(Finding.checked("device \(device)") { try Device(device).description })
    findings.append(Finding.checked("arithmetic") { try Self.checkArithmetic(on: device) })
    findings.append(Finding.checked("temporary files") { try Self.checkTemporaryFolder() })
    if let data {
      findings.append(Finding.checked(data) { try Self.checkData(data) })
    }
    let rows: [[Table.Cell]] = findings.map {
      [.text($0.subject), .text($0.verdict.rawValue), .text($0.text)]
    }
    try StandardOutput.print(Table(header: ["what", "verdict", "found"], rows: rows).text(format))
    if findings.contains(where: { $0.verdict == .bad }) { throw ExitCode.failure }
  }

  /// A small convolution with gradients, to see that the library computes and does not only load.
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
    return "\(samples.labels.count) training samples of \(samples.classNames.count) classes"
  }
}

/// One line of the doctor's table.
private struct Finding {
  enum Verdict: String {
    case good = "ok"
    case bad = "WRONG"
  }

  let subject: String
  let verdict: Verdict
  let text: String

  init(_ subject: String, _ verdict: Verdict, _ text: String) {
    self.subject = subject
    self.verdict = verdict
    self.text = text
  }

  static func checked(_ subject: String, _ check: () throws -> String) -> Finding {
    do {
      return Finding(subject, .good, try check())
    } catch {
      return Finding(subject, .bad, "\(error)")
    }
  }
}
