/// How a result is written: for people (`table`, `markdown`) or for programs (`json`, `csv`).
public enum OutputFormat: String, Sendable, CaseIterable {
  case table, json, csv, markdown
}
