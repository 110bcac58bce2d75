public import LongTail

extension InstallationInspection {
  /// A row a finding.
  public var table: Table {
    Table(
      header: ["what", "verdict", "found"],
      rows: findings.map {
        [.text($0.subject), .text($0.isWrong ? "WRONG" : "ok"), .text($0.text)]
      })
  }
}
