public import ArgumentParser
import ArrayFiles
public import LongTail

extension CheckpointSelection: ExpressibleByArgument {}

/// What a training carries out: a method, a recipe or a begun run, its data, and what is to differ.
struct PlanOptions: ParsableArguments {
  @Argument(
    help: """
      The method; `longtail list methods` shows them. With --backbone it may be left out: one is chosen for the \
      number of samples.
      """)
  var method: String?

  @OptionGroup(title: "Data")
  var data: DataOptions

  @Option(
    parsing: .unconditional,
    help: "Length of the first stage; everything else scales with it.")
  var epochs: Int?

  @Option(name: .customLong("set"), help: "KEY=VALUE, a place in the recipe; may be repeated.")
  var settings: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Parts in which each batch goes through the network, one after the other: the memory of one part, the step of \
      the whole batch. The recipe's accumulation.
      """, valueName: "parts"))
  var accumulate: Int?

  @Option(
    help: "Start from a recipe in YAML instead of a method's own.", transform: PathArgument.path)
  var recipe: String?

  @Option(
    help: """
      Which epoch's weights count: last, validation (the best there; the default when something is held
      out), or test (as several papers do; every figure is stamped).
      """)
  var selection: CheckpointSelection?

  @Option(
    help: ArgumentHelp(
      """
      The plan that the method's authors published for a data set, such as imagenet-lt, instead of the one for \
      the data at hand. longtail list methods --method NAME shows them.
      """, valueName: "name"))
  var preset: String?

  @Option(
    help: ArgumentHelp(
      """
      Begin with the weights of a run, or of a safetensors or PyTorch file: a method in stages then \
      carries out those after the features alone. Data and seed are the run's, where not given.
      """, valueName: "run|checkpoint"), transform: PathArgument.path)
  var from: String?

  @Option(
    help: ArgumentHelp(
      """
      Learn from a run, or from a file of weights of the same network: knowledge distillation around \
      the loss of the first stage.
      """, valueName: "run|checkpoint"), transform: PathArgument.path)
  var teacher: String?

  @Option(
    help: ArgumentHelp(
      """
      Begin with a network that others have trained, such as a ViT of timm or Hugging Face, CLIP's image \
      tower, DINOv2, EfficientNet-Lite0 or a ResNet. Its weights stay and classifiers learn, unless \
      --set model.tuning says otherwise (longtail list tunings).
      """, valueName: "checkpoint"), transform: PathArgument.path)
  var backbone: String?

  @Option(
    help: ArgumentHelp(
      "With --from, --teacher or --backbone FILE: " + WeightSetOption.explanation, valueName: "name"
    ))
  var weights: String?

  @Option(
    help: ArgumentHelp(
      """
      How much samples of each class count, in the stage that decides: auto (a power of the class counts that lets \
      weights differ tenfold at most), balanced, inverse, inverse-square-root, effective-number, power=P, or none.
      """, valueName: "name"))
  var classWeights: String?

  /// Finds out whether the options belong together and with those of the run's folder.
  /// - Throws: `ValidationError` for the first that does not.
  func check(in run: RunFolderOptions) throws {
    try EpochCount.validate(epochs)
    if let accumulate, !(StageLimits.batchSizes ~= accumulate) {
      throw ValidationError(
        "--accumulate is \(accumulate); 1 to the samples of a batch are possible")
    }
    guard
      method != nil || recipe != nil || backbone != nil || (run.resume && run.output != nil)
    else {
      throw ValidationError(
        "name a method (\(Methods.names.joined(separator: ", "))), or give --recipe, "
          + "--backbone, or --resume with --output")
    }
    guard !run.resume || method == nil || data.data != nil || from != nil else {
      throw ValidationError(
        "--resume takes method and data from the run: longtail train --resume --output FOLDER")
    }
    try run.checkData()
    guard method == nil || recipe == nil else {
      throw ValidationError("give a method or --recipe, not both")
    }
    try checkBeginning(in: run)
    guard teacher == nil || method != nil && from == nil else {
      throw ValidationError(
        "--teacher needs a method that begins with its first stage, such as balpoe")
    }
    if let classWeights { _ = try ClassWeighting(classWeights) }
    guard classWeights == nil || method != nil else {
      throw ValidationError(
        "--class-weights is for a method; a recipe has stages.0.hooks=[{name: class-weights}]")
    }
    guard preset == nil || method != nil else {
      throw ValidationError("--preset is a method's; name the method too")
    }
    guard from == nil || method != nil else {
      throw ValidationError("--from needs a method, such as mislas")
    }
    guard weights == nil || from != nil || teacher != nil || backbone != nil else {
      throw ValidationError(
        "--weights chooses weights of the file that --from, --teacher or --backbone names")
    }
    guard backbone == nil || from == nil && recipe == nil && (method != nil || !run.resume) else {
      throw ValidationError(
        "--backbone is for a run that begins with the first stage of a method, such as balanced-softmax, or of the one "
          + "that is chosen without a name")
    }
    guard backbone == nil || teacher == nil || weights == nil else {
      throw ValidationError("--weights is for one file; --backbone and --teacher name two")
    }
  }

  /// A begun run has its own beginning, which it keeps.
  private func checkBeginning(in run: RunFolderOptions) throws {
    guard run.resume, method == nil, recipe == nil else { return }
    for (option, value) in [
      ("--from", from), ("--teacher", teacher), ("--backbone", backbone), ("--preset", preset),
    ] where value != nil {
      throw ValidationError(
        "\(option) says how a run begins, and one that goes on keeps the beginning that it has: longtail train --resume "
          + "--output \((run.output ?? "FOLDER").shellWord) (with the method that it began with, \(option) is compared)"
      )
    }
  }

  /// The recipe that the options describe, with its data.
  /// - Parameter run: where it is carried out.
  /// - Returns: what the run carries out.
  /// - Throws: what planning throws, `ValidationError` without data.
  func plan(in run: RunFolderOptions) throws -> RunPlan {
    if let recipe {
      return try RunPlan(
        recipeFile: recipe, changingData: data.change, seed: data.seed, changing: changed,
        setting: assignments)
    }
    if let output = try begunRun(in: run) {
      return try RunPlan(
        resuming: output, method: method, dataAt: data.data, changingData: data.change,
        seed: data.seed, changing: changed, setting: assignments)
    }
    var request = MethodRequest(
      method: method ?? LIFTTraining.name, preset: preset, epochs: epochs, selection: selection,
      teacher: teacher, weights: weights,
      classWeights: try classWeights.map { try ClassWeighting($0) }, settings: assignments)
    // Unknown methods are told before any data is read.
    _ = try Methods.method(named: request.method)
    if let backbone {
      request.backbone = try PretrainedBackbone(backbone, weights: weights, settings: assignments)
    }
    if let from {
      return try RunPlan(
        startingFrom: from, request, data: { try data.settings() }, seed: data.seed,
        changing: data.change)
    }
    let (settings, seed) = (try data.settings(), data.seed ?? 0)
    return try method == nil
      ? RunPlan(recommendedFor: request, data: settings, seed: seed)
      : RunPlan(request, data: settings, seed: seed)
  }

  /// What is set in the recipe, each `KEY=VALUE`.
  private var assignments: [String] {
    settings + (accumulate.map { ["accumulation=\($0)"] } ?? [])
  }

  /// A recipe from a file, with what the command line changes beside its data and settings.
  private func changed(_ recipe: Recipe) throws -> Recipe {
    var recipe = recipe
    if let selection { recipe.selection = selection }
    // A length that it has already changes nothing.
    if let epochs, epochs != recipe.stages.first?.epochs {
      recipe = try recipe.scaled(toEpochs: epochs)
    }
    return recipe
  }

  /// The run that goes on with its own recipe and what the command line changes of it, so that what nobody said
  /// contradicts nothing; `nil` where a run begins, or options describe a whole recipe to be held against the run's.
  private func begunRun(in run: RunFolderOptions) throws -> String? {
    guard run.resume else { return nil }
    guard let method else { return run.output }
    guard preset == nil, from == nil, teacher == nil, backbone == nil, classWeights == nil else {
      return nil
    }
    _ = try Methods.method(named: method)
    let folder =
      try run.output
      ?? Recipe.suggestedFolder(method: method, data: data.settings(), seed: data.seed ?? 0)
    return RunDirectory.at(folder).hasBegun ? folder : nil
  }
}
