import ArgumentParser
import ArrayFiles
import LongTail
import RunReports
import Torch

/// `longtail train`
struct TrainCommand: ExecutingCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a classifier on long-tailed data, calibrate it, and measure it.",
    discussion: discussion)

  @OptionGroup var planning: PlanOptions

  @OptionGroup var folder: RunFolderOptions

  @OptionGroup(title: "Execution")
  var options: ExecutionOptions

  @OptionGroup(title: "Processes")
  var processes: ProcessOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    try planning.check(in: folder)
    try folder.checkInterval()
  }

  func run() throws {
    try processes.launch()
    let group = try processes.group()
    let leads = group.map { $0.rank == 0 } ?? true
    let display = TrainingDisplay(quiet: options.quiet || !leads)
    let execution = try options.execution(stop: StopRequest(speaks: leads), group: group)
    let plan = try planning.plan(in: folder)
    plan.remarks.forEach { display.noted($0) }
    let session = try folder.session(
      plan, dataAt: planning.data.data, execution: execution,
      observer: display)
    display.noted(session.summary)
    let (run, page) = (session.run.path, session.run.reportPath)
    try display.untilStopped("go on with: longtail train --resume --output \(run.shellWord)") {
      let evaluation = try session.carryOut()
      guard leads else { return }
      try RunReportWriter.write(runs: [run], to: page, showingPaths: folder.showPaths)
      try StandardOutput.print(EvaluationTable.text(evaluation, run: run, format: format))
      if !plan.remarks.isEmpty { display.noted(try RunHeadline(run).text) }
      display.noted("report: \(page)")
    }
  }
}
