public import ArgumentParser
public import LongTail

extension CorruptionParameters: ExpressibleByArgument {}

/// `longtail data corrupt`
struct DataCorruptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corrupt",
    abstract:
      "Make the 19 corruptions of pictures at 5 severities, as CIFAR-10-C and ImageNet-C are made.",
    discussion: """
      The test part is corrupted, or all of data without one. A file a corruption is written, the severities one after
      the other, with labels.npy: the layout of the published CIFAR-10-C. Started again, it makes what is missing.
      Frost needs the photographs of its authors (--frost-pictures); without them it is left out.

      Examples:
        longtail data corrupt --data cifar10:DIR --output cifar10-c --frost-pictures frost
        longtail data corrupt --data cifar10.1:DIR --output cifar10.1-c
        longtail data corrupt --data image-folder:DIR --image-size 224 --parameters imagenet --output c
        longtail evaluate runs/mine --data corruptions:cifar10-c
      """)

  @OptionGroup var request: CorruptionOptions

  @Option(
    help: ArgumentHelp("Folder for the files; made when it is not there.", valueName: "folder"),
    transform: PathArgument.path)
  var output: String

  @Flag(help: "Say nothing on standard error.")
  var quiet = false

  func validate() throws { try request.check() }

  func run() throws {
    let made = try CorruptedArrays(request.samples(), request.request(), to: output)
    let display = PictureDisplay(isQuiet: quiet)
    if !quiet { Remarks.warn(made.remarks) }
    let stop = StopRequest()
    let outcome = try made.write(isStopped: { stop.isRequested }) {
      display.show($0.corruption, done: $0.done, of: $0.total)
    }
    display.close()
    guard outcome == .finished else {
      StandardError.print("stopped; the same command goes on with what is missing")
      throw ExitCode.failure
    }
    try StandardOutput.print(output)
  }
}
