public import ArgumentParser
import ArrayFiles
public import Calibration
import Foundation

extension EmptySets: ExpressibleByArgument {}

/// How prediction sets are made, and what is known of the classes; shared by the commands that fit them.
struct SetOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The share of sets that may miss the true class, such as 0.1.", valueName: "share"))
  var alpha = 0.1

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change a constant of the score or a setting of the rule, such as lambda=0.02 or tau=0.99.",
      valueName: "key=value"))
  var settings: [String] = []

  @Option(
    help:
      "What becomes of a set without a class: keep (the default), top-1 (it gets the most probable class) or abstain."
  )
  var emptySets: EmptySets = .keep

  @Option(parsing: .unconditional, help: "Seed of the random numbers of randomised scores.")
  var seed = 0

  @Option(
    help: ArgumentHelp(
      "The class distribution that label-shift aims at: uniform, forward-R, backward-R (by class counts), a file with a share or count a class or that longtail prior has written, or estimated: from the test samples of sets compare, without their labels.",
      valueName: "prior"), transform: PathArgument.path)
  var prior: String?

  @Option(
    help: ArgumentHelp(
      "A group for each class, a JSON object by name or number, {\"cat\": \"pets\", …} or {\"0\": \"pets\", …}, or an array; many, medium and few by class counts when not given.",
      valueName: "file"), transform: PathArgument.path)
  var groups: String?

  @OptionGroup var counts: ClassCountOptions

  @Option(
    help:
      "Folder with predictions on the training samples, whose labels are counted; in place of --class-counts.",
    transform: PathArgument.path)
  var train: String?

  @OptionGroup var source: SetSourceOptions

  func validate() throws {
    try AllowedShare.check(alpha, "--alpha")
    guard seed >= 0 else { throw ValidationError("--seed is \(seed); 0 or more is needed") }
    guard train == nil || counts.classCounts == nil else {
      throw ValidationError("--train and --class-counts both give class counts; say one of them")
    }
    try assignments.validate()
    try PriorOption.check(prior, option: "--prior")
  }

  private var assignments: SettingAssignments { SettingAssignments(texts: settings) }

  /// The class distribution that `sets compare` finds in the test samples themselves.
  static let estimated = PriorOption.estimated

  /// The scores and rules with what `--set` changes of them.
  /// - Throws: `UnknownName` for a key that none of them has, `ValidationError` for a value that does not fit.
  func changed(
    _ scores: [any SetScore.Type], _ rules: [any SetRule.Type]
  ) throws -> (scores: [any SetScore], rules: [any SetRule]) {
    func score<Score: SetScore>(_ type: Score.Type) throws -> any SetScore {
      let plain = type.init()
      return try assignments.selecting(keysOf: plain).applied(to: plain, called: type.name)
    }
    func rule<Rule: SetRule>(_ type: Rule.Type) throws -> any SetRule {
      let plain = type.init()
      return try assignments.selecting(keysOf: plain).applied(to: plain, called: type.name)
    }
    let changed = (scores: try scores.map { try score($0) }, rules: try rules.map { try rule($0) })
    let keys =
      try changed.scores.flatMap { try SettingAssignments.keys(of: $0) }
      + changed.rules.flatMap { try SettingAssignments.keys(of: $0) }
    for text in settings where !keys.contains(SettingAssignments.key(of: text)) {
      throw UnknownName(
        "setting of \((scores.map { $0.name } + rules.map { $0.name }).joined(separator: ", "))",
        SettingAssignments.key(of: text), known: Set(keys).sorted())
    }
    do {
      for score in changed.scores { try score.validate() }
      for rule in changed.rules { try rule.validate() }
    } catch { throw ValidationError("--set \(error)") }
    return changed
  }

  /// What the files say of the classes; tells how they were understood.
  /// - Parameters:
  ///   - classes: those of the predictions.
  ///   - given: the counts that came with the predictions.
  ///   - quietly: whether nothing is told.
  /// - Returns: the facts.
  /// - Throws: `FileProblem` when a file is wrong, ``CalibrationError`` where a prior does not fit.
  func facts(
    of classes: KnownClasses, counts given: [Int]?, quietly: Bool = false
  ) throws -> ClassFacts {
    Remarks.warn(AllowedShare.warnings(alpha: alpha))
    var trainingCounts = given
    if let path = counts.classCounts {
      let found = try PredictionArrays.classCounts(path, for: classes)
      if !quietly { Remarks.print(found.notes) }
      trainingCounts = found.counts
    } else if let train {
      let training = try LabelledRows(
        folder: train, combination: source.rule.combination(), choice: source.tables.choice())
      guard training.rows.classes == classes.count else {
        throw FileProblem(
          train, "\(training.rows.classes) classes; the others have \(classes.count)")
      }
      let notes = try InputDescription.notes(
        adding: training.rows.input, in: train,
        to: [(InputDescription(classNames: classes.names), classes.owner)])
      if !quietly { Remarks.print(notes) }
      trainingCounts = training.labels.reduce(into: [Int](repeating: 0, count: classes.count)) {
        $0[$1] += 1
      }
    }
    let given = prior == Self.estimated ? nil : prior
    let target = try given.map {
      try PriorOption.testPrior($0, option: "--prior", for: classes, quietly: quietly)
    }
    try PriorOption.requireCounts(
      trainingCounts, for: target, option: "--prior",
      giving: "--class-counts FILE or --train FOLDER")
    let found = try groups.map { try SetGroups.read($0, for: classes) }
    if !quietly { Remarks.print(found?.notes ?? []) }
    return ClassFacts(
      trainingCounts: trainingCounts, groups: found?.groups,
      targetPrior: try target?.shares(
        classes: classes.count, trainingCounts: trainingCounts))
  }
}
