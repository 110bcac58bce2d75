public import LongTail

extension RunInspection {
  /// A row a file: what became of it, and what is wrong.
  public var table: Table {
    Table(
      header: ["file", "state", "problem"],
      rows: files.map { [.text($0.name), .text($0.state.rawValue), .text($0.problem ?? "")] })
  }
}
