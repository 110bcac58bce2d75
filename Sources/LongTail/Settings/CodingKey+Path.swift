extension [any CodingKey] {
  /// As messages name it: `stages.0.loss`.
  var keyPath: String {
    map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }
}
