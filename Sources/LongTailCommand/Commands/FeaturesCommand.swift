import ArgumentParser
import Foundation
import LongTail
import Torch

/// `longtail features`
struct FeaturesCommand: ExecutingCommand {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Write a trained backbone's features of pictures, to train on in seconds.",
    discussion: """
      The folder gets train and test (and validation, where the data have it), which features:FOLDER reads. Any \
      method then trains on them as it would with the backbone left as it is.

      Examples:
        longtail features --backbone efficientnet_lite0.pth --data image-folder:PICTURES --output features
        longtail train balanced-softmax --data features:features --output runs/head
      """)

  @Option(
    help: ArgumentHelp("The file of weights that others have trained.", valueName: "checkpoint"),
    transform: PathArgument.path)
  var backbone: String

  @Option(help: ArgumentHelp(WeightSetOption.explanation, valueName: "name"))
  var weights: String?

  @OptionGroup(title: "Data") var data: DataOptions

  @Option(
    name: .customLong("set"),
    help: "KEY=VALUE, such as model.backbone.pooling=mean; may be repeated.")
  var settings: [String] = []

  @Option(
    help: ArgumentHelp("Folder for the files; made when it is not there.", valueName: "folder"),
    transform: PathArgument.path)
  var output: String

  @Flag(help: "Write float16, half as large.") var half = false

  @OptionGroup var replacing: OverwriteOption
  @OptionGroup(title: "Execution") var options: ExecutionOptions

  func run() throws {
    try replacing.check(
      FeatureExtraction.fileNames.map { (output as NSString).appendingPathComponent($0) })
    let execution = try options.execution(stop: StopRequest())
    let file = try PretrainedBackbone(backbone, weights: weights, settings: settings)
    let plan = try RunPlan(
      MethodRequest(method: "cross-entropy", backbone: file, settings: settings),
      data: data.settings(defaultValidationFraction: 0), seed: data.seed ?? 0)
    Remarks.warn(plan.partition.warnings)
    let display = TrainingDisplay(quiet: options.quiet)
    try FeatureExtraction(plan, execution: execution, observer: display)
      .write(to: output, as: half ? .float16 : .float32)
    try StandardOutput.print("features:\(output)")
  }
}
