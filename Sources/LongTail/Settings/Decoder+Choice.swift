import Calibration

extension Decoder {
  /// One of a few named choices; an unknown name comes with its nearest neighbour.
  func choice<Choice>(of kind: String) throws -> Choice
  where Choice: RawRepresentable<String> & CaseIterable {
    let text = try singleValueContainer().decode(String.self)
    guard let choice = Choice(rawValue: text) else {
      throw UnknownName(
        kind, text, known: Choice.allCases.map(\.rawValue), at: codingPath.keyPath)
    }
    return choice
  }
}
