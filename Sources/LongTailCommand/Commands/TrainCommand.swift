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
    discussion: """
      The run's folder gets the recipe, a log, checkpoints, predictions, calibrators, every figure, and
      a report. A run that was stopped or killed goes on with --resume and ends with the same weights
      as one that never stopped.

      Examples:
        longtail train balanced-softmax --data cifar100:DIR --imbalance-factor 100 --epochs 30
        longtail train mixup --data image-folder:PICTURES --image-size 64 --output runs/mine
        longtail train cross-entropy --data cifar10:DIR --set stages.0.optimizer.learningRate=0.05
        longtail train mislas --from runs/mixup --output runs/mislas
        longtail train balpoe --data cifar100:DIR --teacher runs/large
        longtail train balanced-softmax --data image-folder:PICTURES --backbone vit_b16.safetensors
        longtail train --data image-folder:PICTURES --backbone vit_b16.safetensors
        longtail train --recipe runs/mine/recipe.yaml --output runs/again
        longtail train --resume --output runs/mine
        longtail train balpoe --data cifar100:DIR --processes 2
        torchrun --no-python --nproc-per-node 4 longtail train balpoe --data cifar100:DIR
        longtail train --resume --output runs/mine --data image-folder:MOVED
      """)

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
