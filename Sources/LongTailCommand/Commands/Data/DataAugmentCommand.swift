public import ArgumentParser
public import LongTail

extension ForegroundForm: ExpressibleByArgument {}

/// `longtail data augment`
struct DataAugmentCommand: ExecutingCommand {
  static let configuration = CommandConfiguration(
    commandName: "augment",
    abstract:
      "Make pictures for rare classes, of the foregrounds that a run's network sees in theirs (CAM).",
    discussion: discussion)

  @Argument(
    help: ArgumentHelp(
      "A run, whose training part gets the pictures and whose network finds foregrounds.",
      valueName: "run"), transform: PathArgument.path)
  var trained: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Classes with as many training samples get no picture, others at most so many (100 on ImageNet-LT). Without it every \
      class is brought to the largest plus the smallest count, as on CIFAR.
      """, valueName: "samples"))
  var threshold: Int?

  @Option(
    help: ArgumentHelp(
      """
      code, as the authors' program does, or published, as the paper says: about the middle of the foreground, and pasted \
      alone.
      """, valueName: "form"))
  var form = ForegroundForm.code

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The weights after so many stages of the run find foregrounds.", valueName: "stages"))
  var afterStage = 1

  @Option(
    parsing: .unconditional,
    help: "Of the JPEG encoder, 1 to 100, where the run's pictures are encoded files.")
  var quality = 95

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seed of every random choice.", valueName: "number"))
  var seed = 0

  @Option(
    help: ArgumentHelp("Folder for the data; made when it is not there.", valueName: "folder"),
    transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption
  @OptionGroup(title: "Execution") var options: ExecutionOptions

  func validate() throws {
    guard seed >= 0 else { throw ValidationError("--seed is \(seed); 0 or more is needed") }
    do { try request.validate() } catch let error as SettingsError {
      let option = error.key == "stages" ? "after-stage" : error.key
      throw ValidationError("--\(option): \(error.problem)")
    }
  }

  private var request: ForegroundAugmentation.Request {
    var request = ForegroundAugmentation.Request()
    request.threshold = threshold
    request.form = form
    request.stages = afterStage
    request.quality = quality
    request.seed = UInt64(max(0, seed))
    request.replaces = replacing.overwrite
    return request
  }

  func run() throws {
    let execution = try options.execution(stop: StopRequest())
    let augmentation = try ForegroundAugmentation(
      of: trained, request, to: output, execution: execution)
    let display = PictureDisplay(isQuiet: options.quiet)
    if !options.quiet { augmentation.remarks.forEach { StandardError.print($0) } }
    let outcome = try augmentation.write(
      noted: { if !options.quiet { StandardError.print($0) } },
      observe: { display.show("foregrounds", done: $0.done, of: $0.total) })
    display.close()
    guard outcome == .finished else {
      StandardError.print("stopped; the same command goes on with what is missing")
      throw ExitCode.failure
    }
    try StandardOutput.print(augmentation.place)
  }
}
