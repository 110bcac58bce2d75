/// Which columns of a table hold the path of a picture and its label.
struct ListColumns: Sendable, Codable, Equatable {
  /// As the user named them: a name of the header, or a number from 1.
  var path: String?
  var label: String?
  /// False takes all rows, whatever a column such as `split` or `fold` says.
  var partsMatter = true
  /// False takes words such as `NA` and `None` for names of classes.
  var labelsMayMiss = true
  /// False takes labels such as `cat|dog` for names of classes.
  var labelsMayBeSeveral = true

  var areGiven: Bool { path != nil || label != nil }

  private static let pathNames: Set<String> = [
    "path", "paths", "file", "files", "filename", "filenames", "filepath", "image", "images",
    "imagepath", "imagefile", "imagefilename", "imagename", "imageid", "imgpath", "img", "imgname",
    "imgid", "imgfile", "picture", "picturepath", "fname", "relpath", "relativepath", "photo",
    "uri",
  ]

  private static let labelNames: Set<String> = [
    "label", "labels", "class", "classes", "classname", "classlabel", "classid", "classindex",
    "classidx", "category", "categoryname", "categoryid", "target", "targets", "y", "ytrue",
    "labelname", "labelid", "labelindex", "species", "truth", "groundtruth", "tag",
  ]

  private static let partNames: Set<String> = [
    "split", "splits", "set", "sets", "subset", "part", "partition", "phase", "usage", "fold",
    "folds", "foldid", "kfold", "cv", "cvfold", "tvt",
  ]

  /// True when two words are names of columns and no picture with its label.
  static func areNames(path: String, label: String) -> Bool {
    pathNames.contains(plain(path)) && labelNames.contains(plain(label))
  }

  static func namesPath(_ name: String) -> Bool { pathNames.contains(plain(name)) }
  static func namesLabel(_ name: String) -> Bool { labelNames.contains(plain(name)) }

  /// `split`, `fold` and their like; `is_train`, `is_training_image` and theirs.
  static func namesPart(_ name: String) -> Bool {
    let word = plain(name)
    return partNames.contains(word)
      || word.hasPrefix("is") && DividingColumn.part(String(word.dropFirst(2))) != nil
  }

  /// In small letters, without spaces, underscores and hyphens.
  static func plain(_ name: String) -> String {
    name.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
  }
}
