import ArrayFiles

/// A column of a table that is no score and no label, or an array beside scores or labels, as what it may be: a key that says
/// which sample a row is.
struct SampleKeys {
  /// Columns that say which sample a row is, in small letters: none of them is a feature.
  static let names = [
    "id", "ids", "index", "indices", "idx", "row", "row_id", "rowid", "sample", "sample_id",
    "sampleid",
    "uid", "uuid", "key", "image", "image_id", "imageid", "image_path", "image_name", "img", "file",
    "filename", "file_name", "filepath", "file_path", "fname", "path", "name",
  ]

  /// From 0.
  let number: Int
  /// In small letters; `nil` where the table names no columns.
  let name: String?
  /// The column in words.
  let title: String
  /// A hash a row, of the whole text.
  let exact: [Int]
  /// Likewise of what remains without folders and an ending: img7 of a/img7.png.
  let stems: [Int]
  /// Whether the rows are numbered 0, 1, 2, … or 1, 2, 3, … in order.
  let counts: Bool
  /// Whether most of the values are no numbers.
  let isText: Bool
  /// The number of each row without the least of them, where these are 0 or 1 and whole numbers throughout; else empty.
  let offsets: [Int]
  private let least: Int
  /// The row that does not follow, where the rows have such numbers in another order.
  let firstOutOfOrder: Int?

  /// - Parameters:
  ///   - number: the column's, from 0.
  ///   - name: `nil` where the table names no columns.
  ///   - table: the table.
  /// - Throws: `FileProblem` for text that is not UTF-8, and for rows of another length.
  init(_ number: Int, _ name: String?, of table: TableColumns) throws(FileProblem) {
    let title =
      switch name {
      case nil: "column \(number + 1)"
      case "": "the column without a name"
      case let name?: "column '\(name)'"
      }
    self.init(number, name, title: title, texts: try table.texts(number).map(\.text))
  }

  /// - Parameters:
  ///   - number: the column's or the array's, from 0.
  ///   - name: `nil` where it has none.
  ///   - title: it in words.
  ///   - texts: its values, one a row.
  init(_ number: Int, _ name: String?, title: String, texts: [String]) {
    self.number = number
    self.name = name?.lowercased()
    self.title = title
    exact = texts.map { Self.key($0).hashValue }
    stems = texts.map { Self.key(Self.stem($0)).hashValue }
    let numbers = texts.compactMap { Self.whole($0) }
    let least = numbers.min() ?? 0
    self.least = least
    isText = 2 * texts.count { Double($0) == nil } > texts.count
    let isCounted = numbers.count == texts.count && (least == 0 || least == 1)
    offsets = isCounted ? numbers.map { $0 - least } : []
    let isNumbered =
      texts.count >= 3 && numbers.count == texts.count && (least == 0 || least == 1)
      && Set(numbers).count == numbers.count && numbers.max() == least + numbers.count - 1
    firstOutOfOrder =
      isNumbered ? numbers.indices.first { numbers[$0] != $0 + least } : nil
    counts = isNumbered && firstOutOfOrder == nil
  }

  /// Whether the column is called as keys are, or is pandas' index.
  var isCalledKey: Bool {
    guard let name else { return false }
    return name.isEmpty || name.hasPrefix("unnamed: ") || Self.names.contains(name)
  }

  /// Whether values tell rows apart: a key may come twice, but a kind of sample comes often.
  static func identify(_ values: [Int]) -> Bool {
    values.count >= 3 && 2 * Set(values).count > values.count
  }

  /// 7, 07 and 7.0 are one number.
  private static func key(_ text: String) -> String {
    whole(text).map(String.init) ?? text
  }

  private static func whole(_ text: String) -> Int? {
    Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
  }

  private static func stem(_ text: String) -> String {
    let file = text.lowercased().split { $0 == "/" || $0 == "\\" }.last ?? ""
    guard let dot = file.lastIndex(of: "."), dot > file.startIndex, Double(file) == nil else {
      return String(file)
    }
    return String(file[..<dot])
  }
}

extension SampleKeys {
  /// How the rows of two tables of as many rows belong together by a column of each. The row given is the first in which
  /// the values differ.
  enum Relation: Equatable {
    /// The values say nothing about each other.
    case unrelated
    /// The same values in the same rows.
    case same
    /// The same values in other rows.
    case shuffled(row: Int)
    /// Not the same values, which tell rows apart on both sides; some may be shared.
    case different(row: Int, shared: Int)
    /// Not the same values, which do not tell rows apart, or only count them.
    case otherKinds(row: Int)

    /// `nil` where no row is to be told.
    var row: Int? {
      switch self {
      case .unrelated, .same: nil
      case .shuffled(let row), .different(let row, _), .otherKinds(let row): row
      }
    }
  }

  /// - Parameter other: a column of the other table.
  /// - Returns: how this column and that one belong together.
  func relation(to other: SampleKeys) -> Relation {
    guard exact.count == other.exact.count else { return .unrelated }
    let isSameName = name != nil && name == other.name
    for (mine, theirs) in [(exact, other.exact), (stems, other.stems)] {
      guard let row = mine.indices.first(where: { mine[$0] != theirs[$0] }) else { return .same }
      guard isSameName || Self.identify(mine), mine.sorted() == theirs.sorted() else { continue }
      return .shuffled(row: row)
    }
    // Rows that one side counts from 0 and the other from 1.
    if least != other.least, !offsets.isEmpty, !other.offsets.isEmpty, Self.identify(offsets) {
      guard let row = offsets.indices.first(where: { offsets[$0] != other.offsets[$0] }) else {
        return .same
      }
      if offsets.sorted() == other.offsets.sorted() { return .shuffled(row: row) }
    }
    for (mine, theirs) in [(stems, other.stems), (exact, other.exact)] {
      guard let row = mine.indices.first(where: { mine[$0] != theirs[$0] }),
        Self.identify(mine), Self.identify(theirs), !counts, !other.counts
      else { continue }
      return .different(row: row, shared: Set(mine).intersection(theirs).count)
    }
    return stems.indices.first { stems[$0] != other.stems[$0] }.map { .otherKinds(row: $0) }
      ?? .unrelated
  }
}
