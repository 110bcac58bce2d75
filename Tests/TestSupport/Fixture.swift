package import Foundation

/// Decodes `Tests/Fixtures/<name>.json`.
package func fixture<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
  let data = try Data(contentsOf: fixtureFile("\(name).json"))
  return try JSONDecoder().decode(type, from: data)
}

/// The place of a file in `Tests/Fixtures`.
package func fixtureFile(_ name: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures").appending(path: name)
}
