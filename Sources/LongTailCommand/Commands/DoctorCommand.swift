import ArgumentParser
import ArrayFiles
import LongTail
import RunReports

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
    let findings = InstallationInspection(device: device, data: data).findings
    let rows: [[Table.Cell]] = findings.map {
      [.text($0.subject), .text($0.isWrong ? "WRONG" : "ok"), .text($0.text)]
    }
    try StandardOutput.print(Table(header: ["what", "verdict", "found"], rows: rows).text(format))
    if findings.contains(where: \.isWrong) { throw ExitCode.failure }
  }
}
