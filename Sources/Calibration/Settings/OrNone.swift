/// A setting that may be absent. It is written as a visible `null`, which `--set` can then change; a file that
/// does not have it leaves it absent.
@propertyWrapper
public struct OrNone<Value: Sendable & Codable>: Sendable {
  /// The value; `nil` when absent.
  public var wrappedValue: Value?

  /// Absent.
  public init() {}

  public init(wrappedValue: Value?) {
    self.wrappedValue = wrappedValue
  }
}

extension OrNone: Equatable where Value: Equatable {}

extension OrNone: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }
}

extension KeyedDecodingContainer {
  /// What synthesized decoding asks for: a key that is not there is an absent value.
  public func decode<Value>(
    _ type: OrNone<Value>.Type, forKey key: Key
  ) throws -> OrNone<Value> {
    OrNone(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
  }
}
