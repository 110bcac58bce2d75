import ArrayFiles
import Foundation

/// One number a class in a JSON file: an array in class order, or an object from the name or the number of each class to
/// its number.
struct JSONClassNumbers {
  let numbers: [Double]
  let order: ClassOrder

  /// - Throws: `FileProblem` for a file that cannot be read or is neither.
  init(_ path: String, _ kind: ClassNumbers.Kind) throws(FileProblem) {
    try self.init(Self.contents(path), path: path, kind)
  }

  /// As ``init(_:_:)``, from the bytes of a whole file; `path` names it in messages.
  init(_ bytes: Data, path: String, _ kind: ClassNumbers.Kind) throws(FileProblem) {
    let members = try JSONMembers.numbers(bytes, path: path) ?? []
    let statement: ClassOrder.Statement
    if members.isEmpty {
      guard let list = try? JSONDecoder().decode([Double].self, from: bytes) else {
        throw FileProblem(
          path,
          "not a JSON array of \(kind == .counts ? "integers" : "numbers"), and no object from each class to its number, "
            + "such as {\"cat\": 500, \"dog\": 20}; one number a class was expected")
      }
      (numbers, statement) = (list, .position)
    } else {
      (numbers, statement) = (members.map(\.value), .keys(members.map(\.name)))
    }
    order = ClassOrder(
      path: path, count: numbers.count, noun: kind.rawValue, statement: statement)
  }

  /// - Throws: `FileProblem` for a file that cannot be read.
  static func contents(_ path: String) throws(FileProblem) -> Data {
    do { return try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw FileProblem.unreadable(path, error)
    }
  }

  /// What is wrong with one of the numbers.
  func problem(_ index: Int, _ words: String) -> FileProblem {
    let place = if case .keys(let keys) = order.statement { "'\(keys[index])'" } else { "\(index)" }
    return FileProblem(order.path, at: "class \(place)", words)
  }
}
