public import ArrayFiles

/// Which class of a model each class of other data is: the one of the same name wherever both have names.
///
/// Names are the same when they are canonically equivalent in Unicode. Data without names have the numbers
/// 0, 1, 2, … instead.
public struct ClassMatching: Sendable, Equatable {
  /// What tells which classes are the same.
  public enum Rule: String, Sendable, CaseIterable {
    case name, position
    /// The numbers that the classes are called are positions, the first of which is 0 or 1.
    case numbersFrom0 = "from-0"
    case numbersFrom1 = "from-1"
  }

  /// The model's class of each class of the data; `nil` for a class that the model does not know and the
  /// data have no sample of.
  public let classes: [Int?]
  /// What the reader should know; empty where all classes have the names of the model's.
  public let remarks: [String]

  /// Whether both sides have the same classes in the same order.
  public var isIdentity: Bool { classes == classes.indices.map { $0 } }

  /// - Parameters:
  ///   - names: of the data's classes.
  ///   - counts: samples of each of them; `nil` wants all of them known.
  ///   - data: what the data are called in messages.
  ///   - own: names of the model's classes.
  ///   - model: what the model is called in messages.
  ///   - rule: what tells which are the same; names, where both sides have some, when `nil`.
  /// - Throws: `FileProblem` for classes that the model does not know, each named, and where names, positions or
  ///   numbers say different things.
  public init(
    of names: [String], counts: [Int]? = nil, in data: String, among own: [String],
    of model: String, rule: Rule? = nil
  ) throws(FileProblem) {
    let sides = ClassSides(names: names, counts: counts, data: data, own: own, model: model)
    guard names != own else {
      classes = own.indices.map { $0 }
      remarks = []
      return
    }
    let chosen: Rule
    if let rule { chosen = rule } else { chosen = try sides.impliedRule() }
    switch chosen {
    case .name:
      classes = try sides.byName()
      remarks = []
    case .position:
      try sides.refuseNumbersThatMayCountFrom0()
      classes = try sides.byPosition()
      remarks = [sides.positionRemark]
    case .numbersFrom0, .numbersFrom1:
      let first = chosen == .numbersFrom0 ? 0 : 1
      classes = try sides.byNumber(from: first)
      remarks = [sides.numberRemark(classes, from: first)]
    }
  }
}

/// The classes of some data beside those of a model.
struct ClassSides {
  let names: [String]
  let counts: [Int]?
  let data: String
  let own: [String]
  let model: String

  /// Classes that must be known: those with samples.
  var wanted: [Int] { names.indices.filter { counts?[$0] != 0 } }

  private static func areNumbers(_ names: [String]) -> Bool {
    names == names.indices.map(String.init)
  }

  /// - Throws: `FileProblem` where it is not clear.
  func impliedRule() throws(FileProblem) -> ClassMatching.Rule {
    let haveNumbers = (data: Self.areNumbers(names), model: Self.areNumbers(own))
    guard haveNumbers.data || haveNumbers.model else { return .name }
    guard !(haveNumbers.data && haveNumbers.model) else { return .position }
    let named = haveNumbers.data ? own : names
    if named.allSatisfy({ Int($0) != nil }) {
      // Names that are numbers, in another order or from another beginning.
      guard let different = wanted.first(where: { own.firstIndex(of: names[$0]) != $0 }) else {
        return .position
      }
      let place = "\(different) (“\(names[different])”)"
      throw FileProblem(
        data,
        "it is not clear which classes of \(model) its classes are: by name, class \(place) is "
          + (own.firstIndex(of: names[different]).map { "class \($0)" } ?? "unknown")
          + "; by position, it is class \(different)"
          + (own.indices.contains(different) ? " (“\(own[different])”)" : "")
          + "; say which with --match-classes name or --match-classes position")
    }
    if haveNumbers.model, names.count != own.count {
      throw FileProblem(
        data,
        "has \(names.count) classes with names (\(listed(names))), \(model) has \(own.count) without; "
          + "which of them are the same cannot be told")
    }
    return .position
  }

  /// - Throws: `FileProblem` that names each class which the model does not have.
  func byName() throws(FileProblem) -> [Int?] {
    for (side, names) in [(data, names), (model, own)] {
      guard let twin = names.first(where: { name in names.count(where: { $0 == name }) > 1 }) else {
        continue
      }
      throw FileProblem(
        side, "has two classes of the name “\(twin)”, so classes cannot be matched by name")
    }
    let found = names.map { own.firstIndex(of: $0) }
    let unknown = wanted.filter { found[$0] == nil }
    guard unknown.isEmpty else {
      let described = unknown.map { label in
        let samples = counts.map { " (\($0[label]) \($0[label] == 1 ? "sample" : "samples"))" }
        return "“\(names[label])”\(samples ?? "")"
      }
      throw FileProblem(
        data,
        "\(described.joined(separator: ", ")) \(unknown.count == 1 ? "is no class" : "are no classes") "
          + "of \(model), which has \(listed(own))")
    }
    return found
  }

  /// - Throws: `FileProblem` for classes beyond those of the model.
  func byPosition() throws(FileProblem) -> [Int?] {
    let beyond = wanted.filter { $0 >= own.count }
    guard beyond.isEmpty else {
      throw FileProblem(
        data,
        "\(listed(beyond.map { names[$0] })) \(beyond.count == 1 ? "is no class" : "are no classes") "
          + "of \(model), which has \(own.count) classes")
    }
    return names.indices.map { $0 < own.count ? $0 : nil }
  }

  var positionRemark: String {
    let pairs = wanted.filter { names[$0] != own[$0] }
    let reason =
      Self.areNumbers(names)
      ? "\(data) has numbers instead of class names"
      : Self.areNumbers(own) ? "\(model) has numbers instead of class names" : "as asked for"
    guard let first = pairs.first else {
      return "classes are matched by position (\(reason))"
    }
    return "classes are matched by position (\(reason)): class \(first) of \(data), "
      + "“\(names[first])”, is “\(own[first])”, and so on"
  }

  func listed(_ names: [String]) -> String {
    names.map { "“\($0)”" }.listed(most: 20)
  }
}

extension LabelledSamples {
  /// The same samples with the classes of a model.
  /// - Precondition: each sample's class is one of the model's.
  func relabelled(by matching: ClassMatching, classNames: [String]) -> LabelledSamples {
    with(
      labels: labels.map { label in
        guard let own = matching.classes[label] else {
          preconditionFailure("a sample of class \(label), which the model does not know")
        }
        return own
      },
      classNames: classNames)
  }
}
