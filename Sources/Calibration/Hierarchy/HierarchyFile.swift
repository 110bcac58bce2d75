public import ArrayFiles
import Foundation

/// Coarser classes from a file.
public enum HierarchyFile {
  /// - A table (`.csv`, `.tsv`) whose first line names its columns: the class, by its name or its number from 0, then
  ///   its node on each level from fine to coarse; spaces around a field do not count. `FILE:family,order` takes these
  ///   columns alone.
  /// - A JSON object from each class, by name or number, to its parent, or to a list of its parent, grandparent …;
  ///   what a parent lies in may be said once: `{"rose": "flower", "oak": "tree", "flower": "plant", "tree": "plant"}`.
  /// - A JSON array with the parent of each class in class order, or a list for each.
  ///
  /// A branch that ends below the others goes on with its last node.
  /// - Parameters:
  ///   - text: the file, in the case of a table with the columns that are meant.
  ///   - classNames: in class order.
  /// - Returns: the levels.
  /// - Throws: `FileProblem` for another file, a class that is missing or unknown, a node in two others or in two
  ///   spellings, a word such as `NA` in place of one, and columns with nothing but numbers that nobody chose.
  public static func read(
    _ text: String, classNames: [String]
  ) throws(FileProblem) -> ClassHierarchy {
    let (path, columns) = parts(text)
    let isTable = path.hasSuffix(".csv") || path.hasSuffix(".tsv")
    guard columns.isEmpty || isTable else {
      throw FileProblem(path, "columns are chosen from a table, .csv or .tsv")
    }
    let coarser =
      try isTable
      ? table(path, columns: columns, classNames: classNames)
      : json(path, classNames: classNames)
    try HierarchyNodes.refuseTwins(coarser, path)
    do {
      return try ClassHierarchy(classNames: classNames, coarser: coarser)
    } catch {
      throw FileProblem(path, "\(error)")
    }
  }

  /// The path, and the columns behind its last colon.
  private static func parts(_ text: String) -> (path: String, columns: [String]) {
    guard !FileManager.default.fileExists(atPath: text), let colon = text.lastIndex(of: ":"),
      !text[colon...].contains("/")
    else { return (text, []) }
    let columns = text[text.index(after: colon)...].split(separator: ",").map(String.init)
    return (String(text[..<colon]), columns)
  }

  // MARK: Tables

  private static func table(
    _ path: String, columns: [String], classNames: [String]
  ) throws(FileProblem) -> [(name: String, nodes: [String])] {
    let isTabbed = path.hasSuffix(".tsv")
    let rows = try CSVFile.readRows(path, separator: isTabbed ? "\t" : ",")
    guard let first = rows.first, first.fields.count >= 2 else {
      throw FileProblem(
        path, at: "line 1",
        "a column with classes and one with their coarser classes was expected"
          + HierarchyNodes.separatorHint(rows.first?.fields.first ?? "", isTabbed: isTabbed))
    }
    let header = first.fields.map(plain)
    let chosen = try places(of: columns, in: header, path)
    var ofClass = [[String]?](repeating: nil, count: classNames.count)
    for row in rows.dropFirst() {
      guard row.fields.count == header.count else {
        throw FileProblem(
          path, at: "line \(row.line)",
          "\(row.fields.count) fields; \(header.count) were expected, as in the first line")
      }
      let label = try label(plain(row.fields[0]), classNames, path, at: "line \(row.line)")
      guard ofClass[label] == nil else {
        throw FileProblem(path, at: "line \(row.line)", "\(row.fields[0]) is there a second time")
      }
      var nodes: [String] = []
      for place in chosen {
        let field = plain(row.fields[place])
        guard let node = field.isEmpty ? nodes.last : field else {
          throw FileProblem(
            path, at: "line \(row.line)",
            "column “\(header[place])” is empty; the coarser class of \(row.fields[0]) was expected"
          )
        }
        try HierarchyNodes.refuseMissing(
          node, of: row.fields[0], path, at: "line \(row.line), column “\(header[place])”")
        nodes.append(node)
      }
      ofClass[label] = nodes
    }
    if let label = known(header[0], classNames), ofClass[label] == nil {
      throw FileProblem(
        path, at: "line \(first.line)",
        "the first line was taken for the names of the columns, but begins with the class “\(header[0])”, of which nothing "
          + "else is said; a line such as class,family was expected above it")
    }
    let chains = try complete(ofClass, classNames, path)
    if columns.isEmpty {
      try HierarchyNodes.refuseNumbers(chosen.map { header[$0] }, chains, path)
    }
    try checkNames(chains, chosen.map { header[$0] }, classNames, path)
    return chosen.indices.map { level in (header[chosen[level]], chains.map { $0[level] }) }
  }

  private static func places(
    of columns: [String], in header: [String], _ path: String
  ) throws(FileProblem) -> [Int] {
    guard !columns.isEmpty else { return Array(header.indices.dropFirst()) }
    var places: [Int] = []
    for column in columns {
      guard let place = header.indices.dropFirst().first(where: { header[$0] == column }) else {
        throw FileProblem(
          path, at: "line 1",
          "no column “\(column)” after the first; there are \(header.dropFirst().joined(separator: ", "))"
        )
      }
      places.append(place)
    }
    return places
  }

  private static func plain(_ field: String) -> String {
    field.trimmingCharacters(in: .whitespaces)
  }

  /// A first column that numbers the rows is no column of classes where another has their names in another order.
  private static func checkNames(
    _ chains: [[String]], _ columns: [String], _ classNames: [String], _ path: String
  ) throws(FileProblem) {
    for (level, column) in columns.enumerated() {
      let nodes = chains.map { $0[level] }
      guard Set(nodes) == Set(classNames), Set(nodes).count == nodes.count,
        let label = nodes.indices.first(where: { nodes[$0] != classNames[$0] })
      else { continue }
      throw FileProblem(
        path,
        "the first column gives “\(nodes[label])” of column “\(column)” to class \(label), which is "
          + "“\(classNames[label])”: it may number the rows, as pandas' index does; put the column with the classes first"
      )
    }
  }

  // MARK: JSON

  /// One parent, or a list from near to far.
  private enum Above: Decodable {
    case parent(String)
    case chain([String])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let name = try? container.decode(String.self) {
        self = .parent(name)
      } else {
        self = .chain(try container.decode([String].self))
      }
    }

    var names: [String] {
      switch self {
      case .parent(let name): [name]
      case .chain(let names): names
      }
    }
  }

  private static func json(
    _ path: String, classNames: [String]
  ) throws(FileProblem) -> [(name: String, nodes: [String])] {
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw FileProblem.unreadable(path, error)
    }
    var ofClass: [[String]?]
    if let list = try? JSONDecoder().decode([Above].self, from: data) {
      let order = ClassOrder(
        path: path, count: list.count, noun: "entries", statement: .position)
      let classes = KnownClasses(
        count: classNames.count, names: classNames, owner: "what is answered")
      ofClass = try order.places(for: classes).places.map { list[$0].names }
    } else if let table = try? JSONDecoder().decode([String: Above].self, from: data) {
      ofClass = try chains(table, classNames, path)
    } else {
      throw FileProblem(
        path,
        "a JSON object from class to parent was expected, such as {\"rose\": \"flower\"}, or an array with "
          + "the parent of each class")
    }
    for (label, chain) in ofClass.enumerated() {
      for node in chain ?? [] {
        try HierarchyNodes.refuseMissing(node, of: classNames[label], path, at: classNames[label])
      }
    }
    let chains = try complete(ofClass, classNames, path)
    let depth = chains.map(\.count).max() ?? 0
    return (0..<depth).map { level in
      ("level \(level + 1)", chains.map { $0[min(level, $0.count - 1)] })
    }
  }

  /// What lies above each class, near to far.
  private static func chains(
    _ table: [String: Above], _ classNames: [String], _ path: String
  ) throws(FileProblem) -> [[String]?] {
    let parents = Set(table.values.flatMap(\.names))
    var ofClass = [[String]?](repeating: nil, count: classNames.count)
    for (key, above) in table.sorted(by: { $0.key < $1.key }) {
      // A key that is no class is a parent, whose own parent is said.
      guard known(key, classNames) != nil || !parents.contains(key) else { continue }
      let label = try label(key, classNames, path, at: key)
      guard ofClass[label] == nil else {
        throw FileProblem(path, at: key, "this class is there a second time")
      }
      var chain = above.names
      while let last = chain.last, known(last, classNames) == nil, let next = table[last]?.names {
        chain += next
        guard chain.count <= table.count + 1 else {
          throw FileProblem(path, at: last, "it lies above itself")
        }
      }
      ofClass[label] = chain
    }
    return ofClass
  }

  // MARK: Classes

  private static func complete(
    _ chains: [[String]?], _ classNames: [String], _ path: String
  ) throws(FileProblem) -> [[String]] {
    let missing = chains.indices.filter { chains[$0]?.isEmpty ?? true }
    guard missing.isEmpty else {
      let names = missing.prefix(5).map { classNames[$0] }.joined(separator: ", ")
      throw FileProblem(
        path,
        "nothing is said of \(names)\(missing.count > 5 ? " and \(missing.count - 5) more" : "")")
    }
    return chains.compactMap { $0 }
  }

  /// A class by its name, or by its number where no class is called by a number.
  private static func known(_ text: String, _ classNames: [String]) -> Int? {
    if let label = classNames.firstIndex(of: text) { return label }
    guard let label = Int(text), classNames.indices.contains(label), String(label) == text,
      !haveNumbers(classNames)
    else { return nil }
    return label
  }

  private static func haveNumbers(_ classNames: [String]) -> Bool {
    classNames.contains { Int($0) != nil }
  }

  private static func label(
    _ text: String, _ classNames: [String], _ path: String, at place: String
  ) throws(FileProblem) -> Int {
    guard let label = known(text, classNames) else {
      let areNumbers = Int(text) != nil && haveNumbers(classNames)
      let near = nearest(text, among: classNames).map { "; did you mean \($0)?" } ?? ""
      throw FileProblem(
        path, at: place,
        "“\(text)” is no class"
          + (areNumbers
            ? "; the classes are called \(classNames.listed(most: 6)), and these names were expected, not their numbers from 0"
            : near))
    }
    return label
  }
}
