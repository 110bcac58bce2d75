internal import ArrayFiles

/// Levels of folders above pictures, `indoor/cat`, `outdoor/dog`, where the upper or the lower may be the classes.
struct FolderLevels {
  private let folder: String
  /// Those without pictures of their own.
  private let upper: [(name: String, below: FoldersBelow)]
  /// Names of those with pictures of their own and none in folders.
  private let flat: [String]
  /// Whether one has pictures beside folders with pictures, as classes with some order in them have.
  private let isMixed: Bool

  /// `nil` where pictures lie in each upper folder itself.
  /// - Parameters:
  ///   - folder: where the upper ones lie.
  ///   - classes: the upper folders.
  ///   - found: what each of them holds.
  init?(_ folder: String, classes: [FolderListing.Entry], _ found: [PictureSearch.Found]) {
    let all = zip(classes, found).filter { !$1.all.isEmpty }.map { entry, found in
      (name: entry.name, below: FoldersBelow(entry.path, found.all))
    }
    upper = all.filter { !$0.below.hasOwn }
    guard !upper.isEmpty else { return nil }
    self.folder = folder
    flat = all.filter { $0.below.hasOwn && $0.below.levels.isEmpty }.map(\.name)
    isMixed = all.contains { $0.below.hasOwn && !$0.below.levels.isEmpty }
  }

  /// - Throws: `FileProblem` with both readings where folders below several upper ones have one name, as the classes of
  ///   several parts or sites have.
  func refuseRepeated() throws(FileProblem) {
    let deepest = upper.map(\.below.levels.count).max() ?? 0
    let levels = (0..<deepest).map { level in
      upper.map { level < $0.below.levels.count ? $0.below.levels[level] : [] }
    }
    for names in levels + [upper.map(\.below.holding)] {
      let plain = names.map { Set($0.map { $0.lowercased() }) }
      let counts = plain.joined().reduce(into: [String: Int]()) { counts, name in
        counts[name, default: 0] += 1
      }
      let classes = Set(names.joined()).sorted()
      // A single name, as in `cat/images`, `dog/images`, cannot be several classes.
      guard counts.count >= 2,
        let repeated = classes.first(where: { counts[$0.lowercased(), default: 0] > 1 })
      else { continue }
      throw problem(repeated, classes: classes)
    }
  }

  private func problem(_ repeated: String, classes: [String]) -> FileProblem {
    let quoted = Self.quoted(upper.map(\.name))
    return FileProblem(
      folder,
      "no picture lies in \(quoted) themselves, and “\(repeated)” is a folder in several of them. If \(quoted) are the "
        + "classes, say parts=no: \(ImageFolder.name):\(folder),parts=no, or behind train=FOLDER,test=FOLDER; if they "
        + "are parts of the data, name them: \(ImageFolder.name):train=FOLDER,validation=FOLDER,test=FOLDER; if they "
        + "are places or days with the classes \(Self.quoted(classes)) in each, put the pictures of a class together "
        + "in one folder, or name them in an \(ImageList.name)")
  }

  /// Which level is taken for the classes; `nil` where one reading alone is likely.
  var remark: String? {
    let lower = upper.map { $0.below.levels.first ?? [] }
    guard lower.allSatisfy({ $0.count >= 2 }), !isMixed else { return nil }
    let names = Set(lower.joined()).sorted()
    let end =
      "and not the folders in them, \(names.listed(most: 6)) (parts=no says that this is right)"
    if flat.isEmpty {
      guard upper.count >= 2 else { return nil }
      return "\(folder): no picture lies in the upper folders themselves: the classes are "
        + "\(upper.map(\.name).listed(most: 6)), \(end)"
    }
    // Many classes with pictures of their own show by themselves which level it is.
    guard flat.count <= names.count else { return nil }
    return
      "\(folder): pictures lie in \(Self.quoted(flat)) and in folders of \(Self.quoted(upper.map(\.name))): the "
      + "classes are \((flat + upper.map(\.name)).sorted().listed(most: 6)), \(end)"
  }

  private static func quoted(_ names: [String]) -> String {
    names.map { "“\($0)”" }.listed(most: 6)
  }
}

/// Folders with pictures below another.
struct FoldersBelow {
  /// Whether a picture lies in the upper folder itself.
  private(set) var hasOwn = false
  /// Names of the folders that pictures lie in or below, level after level from the upper folder down.
  private(set) var levels: [Set<String>] = []
  /// Names of the folders, at any level, that pictures lie in.
  private(set) var holding: Set<String> = []

  /// - Parameters:
  ///   - path: the upper folder.
  ///   - pictures: all pictures in and below it.
  init(_ path: String, _ pictures: [String]) {
    let start = FolderListing.path("", in: path).utf8.count
    var last: Substring.UTF8View?
    for picture in pictures {
      let behind = picture.utf8.dropFirst(start)
      guard let end = behind.lastIndex(of: UInt8(ascii: "/")) else {
        hasOwn = true
        continue
      }
      let folders = behind[..<end]
      // Pictures of a folder come one after another.
      if let last, last.elementsEqual(folders) { continue }
      last = folders
      add(folders.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) })
    }
  }

  private mutating func add(_ folders: [String]) {
    if let last = folders.last { holding.insert(last) }
    for (level, name) in folders.enumerated() {
      if level == levels.count { levels.append([]) }
      levels[level].insert(name)
    }
  }
}
