import ArgumentParser
import LongTail

/// The folder of a run, whether the run goes on there, and what is kept in it.
struct RunFolderOptions: ParsableArguments {
  @Option(
    help: "The run's folder; runs/METHOD-DATA-SEED when not given.", transform: PathArgument.path)
  var output: String?

  @Flag(help: "Go on with the run in the output folder.")
  var resume = false

  @Flag(
    help: """
      With --resume: go on although the data have changed. Each sample that the run knows keeps its part; \
      none that it was trained on is validated or tested on.
      """)
  var acceptChangedData = false

  @Flag(help: "Show whole paths of data, runs and the command in the report.")
  var showPaths = false

  @Option(help: "Longest time between two checkpoints, in seconds; one follows every epoch anyway.")
  var checkpointInterval = 600.0

  /// - Throws: `ValidationError` for changed data of a run that begins.
  func checkData() throws {
    guard resume || !acceptChangedData else {
      throw ValidationError("--accept-changed-data is for runs that go on; it needs --resume")
    }
  }

  /// - Throws: `ValidationError` for a time that is none.
  func checkInterval() throws {
    guard checkpointInterval > 0 else {
      throw ValidationError("--checkpoint-interval is \(checkpointInterval); it must be above 0")
    }
  }

  /// The run that carries a plan out here.
  /// - Parameters:
  ///   - plan: what is carried out.
  ///   - place: where the data are now; `nil` for where the plan says.
  ///   - execution: how, but for the time between checkpoints.
  ///   - observer: is told of progress.
  /// - Returns: a run that is begun, or taken up.
  /// - Throws: `FileProblem` for a folder that holds another run, or none to go on with.
  func session(
    _ plan: RunPlan, dataAt place: String?, execution: Execution, observer: any TrainingObserver
  ) throws -> RunSession {
    var execution = execution
    execution.checkpointInterval = checkpointInterval
    return try RunSession(
      recipe: plan.recipe, data: plan.partition, output: output ?? plan.recipe.suggestedFolder,
      resuming: resume, execution: execution, version: Version.current,
      commandLine: CommandLine.arguments, place: place, acceptingChangedData: acceptChangedData,
      observer: observer)
  }
}
