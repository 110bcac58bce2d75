import ArgumentParser
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
    try DataOptions.check(source: data)
  }

  func run() throws {
    let found = try inspected()
    try StandardOutput.print(found.table.text(format))
    if found.isWrong { throw ExitCode.failure }
  }

  private func inspected() throws -> (table: Table, isWrong: Bool) {
    if let runPath {
      let run = try RunInspection(of: runPath)
      return (run.table, run.isWrong)
    }
    let installation = InstallationInspection(device: device, data: data)
    return (installation.table, installation.isWrong)
  }
}
