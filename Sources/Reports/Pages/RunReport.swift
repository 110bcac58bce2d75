/// A report on one run, or on several side by side: numbers in, one self-contained page out.
public struct RunReport: Sendable, Codable, Equatable {
  public var title: String
  /// A paragraph in words above the figures; written from the figures when `nil`.
  public var summary: String?
  public var dataset: DatasetFacts
  /// At least one; the first is the one whose details are shown first.
  public var runs: [RunFacts]
  /// Further remarks for the notes at the end, a paragraph each.
  public var notes: [String]

  /// - Precondition: at least one run.
  public init(
    title: String, summary: String? = nil, dataset: DatasetFacts, runs: [RunFacts],
    notes: [String] = []
  ) {
    precondition(!runs.isEmpty, "a report needs a run")
    self.title = title
    self.summary = summary
    self.dataset = dataset
    self.runs = runs
    self.notes = notes
  }

  /// The page as one HTML file that needs nothing else; equal reports give equal bytes.
  public func html() -> String {
    ""
  }

  /// Per-class figures of every run as CSV text, one row a class.
  public func classCSV() -> String {
    ""
  }
}
