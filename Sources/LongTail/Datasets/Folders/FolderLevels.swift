internal import ArrayFiles

/// Two levels of folders above all pictures, `indoor/cat`, `outdoor/dog`, where either may have the classes.
struct FolderLevels {
  private let folder: String
  private let upper: [String]
  /// Names of the folders with pictures in each of the upper ones.
  private let lower: [[String]]

  /// `nil` unless there are several upper folders, none has pictures of its own, and each has two folders or more with
  /// pictures in or below them.
  /// - Parameters:
  ///   - folder: where the upper ones lie.
  ///   - classes: the upper folders.
  ///   - found: what each of them holds.
  init?(_ folder: String, classes: [FolderListing.Entry], _ found: [PictureSearch.Found]) {
    let full = found.indices.filter { !found[$0].all.isEmpty }
    let lower = full.map { Self.folders(in: classes[$0].path, found[$0].all) }
    guard full.count >= 2, lower.allSatisfy({ $0.count >= 2 }) else { return nil }
    self.folder = folder
    upper = full.map { classes[$0].name }
    self.lower = lower
  }

  /// Names of the folders that pictures lie in or below; none where a picture lies beside them.
  private static func folders(in path: String, _ pictures: [String]) -> [String] {
    let start = FolderListing.path("", in: path).utf8.count
    var names: Set<String> = []
    for picture in pictures {
      let behind = picture.utf8.dropFirst(start)
      guard let end = behind.firstIndex(of: UInt8(ascii: "/")) else { return [] }
      names.insert(String(decoding: behind[..<end], as: UTF8.self))
    }
    return names.sorted()
  }

  /// - Throws: `FileProblem` with both readings where folders in several upper ones have one name, as the classes of
  ///   several parts or sites have.
  func refuseRepeated() throws(FileProblem) {
    let counts = lower.joined().reduce(into: [String: Int]()) {
      $0[$1.lowercased(), default: 0] += 1
    }
    guard
      let repeated = lower.joined().sorted().first(where: {
        counts[$0.lowercased(), default: 0] > 1
      })
    else { return }
    throw FileProblem(
      folder,
      "no picture lies in \(Self.quoted(upper)) themselves, and “\(repeated)” is a folder in several of them. If "
        + "\(Self.quoted(upper)) are the classes, say parts=no: \(ImageFolder.name):\(folder),parts=no, or behind "
        + "train=FOLDER,test=FOLDER; if they are parts of the data, name them: "
        + "\(ImageFolder.name):train=FOLDER,validation=FOLDER,test=FOLDER; if they are places or days with the classes "
        + "\(Self.quoted(names)) in each, put the pictures of a class together in one folder, or name them in an "
        + "\(ImageList.name)")
  }

  /// Which level is taken for the classes.
  var remark: String {
    "\(folder): no picture lies in the upper folders themselves: the classes are \(upper.listed(most: 6)), and not the "
      + "folders in them, \(names.listed(most: 6)) (parts=no says that this is right)"
  }

  private var names: [String] { Set(lower.joined()).sorted() }

  private static func quoted(_ names: [String]) -> String {
    names.map { "“\($0)”" }.listed(most: 6)
  }
}
