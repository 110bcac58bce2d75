import ArgumentParser
import LongTail
import RunReports

/// `longtail train`
struct TrainCommand: ParsableCommand {
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
        longtail train --resume --output runs/mine --data image-folder:MOVED
      """)

  @OptionGroup var planning: PlanOptions

  @OptionGroup var folder: RunFolderOptions

  @OptionGroup(title: "Execution")
  var options: ExecutionOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    try planning.check(in: folder)
    try folder.checkInterval()
  }

  func run() throws {
    let display = TrainingDisplay(quiet: options.quiet)
    let execution = try options.execution(stop: StopRequest())
    let plan = try planning.plan(in: folder)
    plan.remarks.forEach { display.noted($0) }
    let session = try folder.session(
      plan, dataAt: planning.data.data, execution: execution,
      observer: display)
    display.noted(session.summary)
    let (run, page) = (session.run.path, session.run.reportPath)
    try display.untilStopped("go on with: longtail train --resume --output \(run)") {
      let evaluation = try session.carryOut()
      try RunReportWriter.write(runs: [run], to: page, showingPaths: folder.showPaths)
      try StandardOutput.print(EvaluationTable.text(evaluation, run: run, format: format))
      if !plan.remarks.isEmpty { display.noted(try RunHeadline(run).text) }
      display.noted("report: \(page)")
    }
  }
}
