extension DecodingError {
  /// What is wrong, by its key in the JSON.
  var reason: String {
    func place(_ context: Context) -> String {
      context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    switch self {
    case .keyNotFound(let key, let context):
      let parents = place(context)
      return "\(parents.isEmpty ? "" : parents + ".")\(key.stringValue) is missing"
    case .typeMismatch(let type, let context):
      return "\(place(context)) is not of type \(type)"
    case .valueNotFound(_, let context): return "\(place(context)) has no value"
    case .dataCorrupted(let context):
      let parents = place(context)
      return parents.isEmpty ? "not valid JSON" : "\(parents): \(context.debugDescription)"
    @unknown default: return "\(self)"
    }
  }
}
