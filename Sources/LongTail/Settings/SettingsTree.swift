import Foundation

/// Settings as plain nested values: what a YAML file, a `--set` option and a `Codable` type have in common.
public enum SettingsTree: Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([SettingsTree])
  case table([String: SettingsTree])

  /// The tree that a value encodes to.
  /// - Throws: `EncodingError` when the value holds something JSON cannot say, such as NaN.
  public init(encoding value: some Encodable) throws {
    let encoder = JSONEncoder()
    self = try JSONDecoder().decode(SettingsTree.self, from: encoder.encode(value))
  }

  /// The value that this tree describes; every key must be there.
  /// - Throws: `DecodingError`.
  public func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: JSONEncoder().encode(self))
  }

  /// What kind of value this is, for error messages.
  var kind: String {
    switch self {
    case .null: "none"
    case .boolean(let value): "the truth value \(value)"
    case .integer(let value): "the number \(value)"
    case .number(let value): "the number \(value)"
    case .text(let value): "the text “\(value)”"
    case .list: "a list"
    case .table: "a table of settings"
    }
  }
}

extension SettingsTree: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([SettingsTree].self) {
      self = .list(value)
    } else {
      self = .table(try container.decode([String: SettingsTree].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .table(let values): try container.encode(values)
    }
  }
}
