internal import ArrayFiles
internal import Foundation

/// Several numbers where one label was expected, such as a number for each class with a 1 for the right one (one-hot).
enum ManyNumbers {
  /// What is wrong with some words that are the label of a picture.
  /// - Parameter words: at least one.
  /// - Returns: `nil` where they may be one.
  static func problem(_ words: [String]) -> String? {
    let numbers = words.compactMap(Double.init)
    guard numbers.count == words.count, numbers.count > 1 else { return nil }
    let areFlags = numbers.allSatisfy { $0 == 0 || $0 == 1 }
    // Two other numbers may be one with a decimal comma.
    guard areFlags || numbers.count > 2 else { return nil }
    let found = "\(numbers.count) numbers (\(words.listed(most: 6, separator: " ")))"
    let ones = numbers.indices.filter { numbers[$0] == 1 }
    guard areFlags, ones.count == 1 else {
      return "\(found) where one label was expected: one class a picture, by its number or name"
    }
    return
      "\(found) where one label was expected; if they are a number for each class with a 1 for the right one (one-hot), "
      + "the label is \(ones[0]), counted from 0: write that, or the class's name"
  }

  /// As ``problem(_:)``, of one label's text, such as `0,0,1` or `[0, 0, 1]`.
  static func problem(inLabel label: String) -> String? {
    guard label.utf8.contains(where: { separators.contains($0) }) else { return nil }
    let bare = label.trimmingCharacters(in: CharacterSet(charactersIn: "[](){} "))
    return problem(
      bare.split { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == "|" }.map(String.init))
  }

  private static let separators: Set<UInt8> = Set(" ,;|\t".utf8)

  /// What is wrong with a table whose columns are classes, a 1 in that of each row.
  /// - Parameters:
  ///   - header: names of the columns.
  ///   - rows: fields of each row.
  /// - Returns: `nil` for others.
  static func problem(_ header: [String], _ rows: some Collection<[String]>) -> String? {
    let flags: [String: Int] = ["0": 0, "1": 1, "0.0": 0, "1.0": 1]
    guard let first = rows.first else { return nil }
    let columns = header.indices.filter { column in
      first.indices.contains(column)
        && rows.allSatisfy { $0.indices.contains(column) && flags[$0[column]] != nil }
    }
    guard columns.count > 1,
      rows.allSatisfy({ row in columns.reduce(0) { $0 + (flags[row[$1]] ?? 0) } == 1 })
    else { return nil }
    let names = columns.map { "“\(header[$0])”" }.listed(most: 6)
    return
      "each row has one 1 among the columns \(names), so that they may be classes (one-hot), and no column has labels; "
      + "expected a column called label with the name or number of the class, or label=COLUMN for one of these as labels 0 "
      + "and 1"
  }
}
