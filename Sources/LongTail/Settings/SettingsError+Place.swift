import Calibration

/// Does something with a part of the settings; what is wrong in there is told with the part's place.
///
/// Items name their own settings; where they stand, only what holds them knows:
/// `within("stages.0") { try within("loss") { … } }` makes `stages.0.loss.margin` of `margin`.
/// - Throws: what `body` throws, a ``SettingsError`` under the longer key.
@discardableResult
func within<Value>(_ place: String, _ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as SettingsError {
    throw SettingsError(error.key.isEmpty ? place : "\(place).\(error.key)", error.problem)
  }
}

/// Looks for what a name means; one that means nothing is told with the place that said it.
/// - Throws: what `body` throws, an `UnknownName` with its place.
func placed<Value>(at place: String, _ body: () throws -> Value) throws -> Value {
  do { return try body() } catch let error as UnknownName { throw error.at(place) }
}
