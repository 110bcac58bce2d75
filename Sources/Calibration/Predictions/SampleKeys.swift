import ArrayFiles

/// A column of a table that is no score and no label, or an array beside scores or labels, as what it may be: a key that says
/// which sample a row is.
struct SampleKeys {
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
  /// The folders of files, where the values are paths.
  let folders: SampleFolders
  /// Whether it is called as keys are, or is pandas' index.
  let isCalledKey: Bool
  /// Whether it is an array beside others, rather than a column of a table.
  let isArray: Bool
  /// Whether the rows are numbered 0, 1, 2, … or 1, 2, 3, … in order.
  let counts: Bool
  /// Whether most of the values are no numbers.
  let isText: Bool
  /// The number of each row without the least of them, where these are 0 or 1 and whole numbers throughout; else empty.
  let offsets: [Int]
  /// Their least, or 0.
  let least: Int
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
  ///   - isArray: whether it is an array beside others.
  init(_ number: Int, _ name: String?, title: String, texts: [String], isArray: Bool = false) {
    self.number = number
    self.name = name?.lowercased()
    self.title = title
    self.isArray = isArray
    isCalledKey = name.map(Self.areCalled) ?? false
    folders = SampleFolders(texts)
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

  /// Whether its values may meet those of another column or array: numbers of an array that is not called as keys are say
  /// something about those of the same name alone.
  func meets(_ other: SampleKeys) -> Bool {
    name != nil && name == other.name
      || [self, other].allSatisfy { !$0.isArray || $0.isText || $0.isCalledKey }
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
    let file = text.lowercased().split(whereSeparator: SampleFolders.isSeparator).last ?? ""
    guard let dot = file.lastIndex(of: "."), dot > file.startIndex, Double(file) == nil else {
      return String(file)
    }
    return String(file[..<dot])
  }
}
