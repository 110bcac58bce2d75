extension SettingsTree {
  /// This tree after `KEY=VALUE` each, where a key is a path such as `stages.0.optimizer.learningRate`.
  /// - Throws: ``SettingsError``, `UnknownName`.
  public func setting(_ assignments: [String]) throws -> SettingsTree {
    try assignments.reduce(self) { tree, assignment in
      let parsed = try SettingAssignment(assignment)
      return try tree.setting(parsed.path, to: parsed.value)
    }
  }

  /// The value that this tree describes.
  /// - Parameters:
  ///   - type: what it is.
  ///   - own: the tree of the value that was changed, whose numbers tell where whole ones are wanted.
  /// - Returns: the value.
  /// - Throws: ``SettingsError`` that names what does not fit; `UnknownName`.
  public func decoded<Value: Decodable>(
    as type: Value.Type, changedFrom own: SettingsTree
  ) throws -> Value {
    do {
      return try decoded(as: type)
    } catch let EncodingError.invalidValue(value, context) {
      throw SettingsError(context.codingPath.keyPath, "expected a finite number, found \(value)")
    } catch let DecodingError.typeMismatch(_, context) {
      throw SettingsError(context.keyPath, context.debugDescription)
    } catch let DecodingError.dataCorrupted(context) where context.codingPath.isEmpty {
      // JSON decoders do not say where a number stood that no integer can be.
      guard let number = unfitNumber(over: own) else {
        throw SettingsError(context.keyPath, context.debugDescription)
      }
      let isWhole = number.value == number.value.rounded()
      throw SettingsError(
        number.key,
        "expected a whole number\(isWhole ? " of 64 bits" : ""), found \(number.value)")
    } catch let DecodingError.dataCorrupted(context) {
      throw SettingsError(context.keyPath, context.debugDescription)
    } catch let DecodingError.keyNotFound(key, context) {
      throw SettingsError(context.keyPath, "the key “\(key.stringValue)” is missing")
    } catch let DecodingError.valueNotFound(_, context) {
      throw SettingsError(context.keyPath, "expected a value, found none")
    }
  }
}

extension DecodingError.Context {
  fileprivate var keyPath: String { codingPath.keyPath }
}
