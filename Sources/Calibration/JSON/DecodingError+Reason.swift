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
      let parents = place(context)
      return "\(parents.isEmpty ? "the whole" : parents) is not \(Self.words(type))"
    case .valueNotFound(_, let context): return "\(place(context)) has no value"
    case .dataCorrupted(let context):
      let parents = place(context)
      return parents.isEmpty ? "not valid JSON" : "\(parents): \(context.debugDescription)"
    @unknown default: return "\(self)"
    }
  }

  /// What JSON calls a value of a type.
  private static func words(_ type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is any BinaryInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    case is any Collection.Type where "\(type)".hasPrefix("Dictionary"): "an object"
    case is any Collection.Type: "a list"
    default: "a value of type \(type)"
    }
  }
}
