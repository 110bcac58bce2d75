/// A published way to train on long-tailed data. Its constants live in its file and nowhere else.
public protocol Method: Sendable {
  /// The name on the command line, in lower case with hyphens.
  static var name: String { get }
  /// One sentence.
  static var summary: String { get }
  /// Authors, title, venue.
  static var citation: String { get }
  /// Where the paper and its code differ, and which of the two this is; empty when they agree.
  static var differences: [String] { get }
  /// The settings that its authors published.
  static var presets: [PublishedPreset] { get }
  /// The figures that were published of it, on data that is there.
  static var results: [PublishedResult] { get }
  /// Index of the stage that a run from other weights begins with; the first one for the classifier alone when `nil`, or
  /// the first of all.
  static var laterStart: Int? { get }
  init()
  /// The published plan for a task; for tasks that nobody published, the nearest.
  func plan(for task: TaskDescription) -> Plan
}

extension Method {
  public static var differences: [String] { [] }
  public static var presets: [PublishedPreset] { [] }
  public static var results: [PublishedResult] { [] }
  public static var laterStart: Int? { nil }
}
