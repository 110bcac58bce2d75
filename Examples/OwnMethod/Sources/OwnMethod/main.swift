import Foundation
import LongTail
import RunReports
import Synchronization

// OwnMethod [FOLDER]: trains into FOLDER/run, which must not be there, and writes FOLDER/report.html.
let folder = CommandLine.arguments.dropFirst().first ?? "own-method"
let path = folder + "/run"
let catalog = CatalogSet.builtIn.adding(loss: PolyLoss.self).adding(method: PolyTraining.self)

try catalog.inUse {
  // Names and settings work as for what is built in: here, on the command line, and in recipe.yaml.
  let plan = try RunPlan(
    MethodRequest(method: PolyTraining.name, settings: ["stages.0.loss.epsilon=1.5"]),
    data: DataSettings(
      source: "synthetic:classes=4,per-class=80,test=25,size=8", imbalanceFactor: 10))
  print(plan.recipe.method, "with the loss", plan.recipe.stages[0].loss.name)

  // Training asks before every step whether to stop. It says yes at the eighth.
  let questions = Atomic(0)
  let interrupted = Execution(
    shouldStop: { questions.add(1, ordering: .relaxed).newValue == 8 })
  do {
    _ = try session(plan, execution: interrupted, resuming: false).carryOut()
  } catch let error as TrainingError {
    print(error)
  }

  // The run's folder has all that is needed to go on; the result is that of a run that never stopped.
  let resumed = try RunPlan(resuming: path)
  let evaluation = try session(resumed, execution: Execution(), resuming: true).carryOut()
  print(EvaluationTable.text(evaluation, run: path, format: .table))

  // Measured anew under other class priors: the rare classes are the frequent ones now.
  let run = try FinishedRun(path, execution: Execution())
  var conditions = EvaluationConditions()
  conditions.distributions = [try ShiftedTestDistribution("backward-5")]
  for found in try run.predictions(under: conditions) {
    let entry = EvaluationTable.Entry(
      evaluation: try run.evaluation(of: found.predictions, on: "test"),
      distribution: found.distribution?.description)
    print(EvaluationTable(entries: [entry], run: path).text(.table))
  }

  let page = folder + "/report.html"
  try RunReportWriter.write(runs: [path], to: page, title: "A method of one's own")
  print("report:", page)
}

func session(_ plan: RunPlan, execution: Execution, resuming: Bool) throws -> RunSession {
  try RunSession(
    recipe: plan.recipe, data: plan.partition, output: path, resuming: resuming,
    execution: execution, version: "1.0.0", commandLine: CommandLine.arguments)
}
