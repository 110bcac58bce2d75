internal import ArrayFiles
internal import Foundation

/// Parquet files with a row a picture, as Hugging Face exports data sets: `image` with the bytes of a JPEG or PNG file in
/// `image.bytes`, and `label`.
public struct ParquetPictures: ShardSource {
  public static let name = "parquet"
  public static let summary =
    "parquet:FOLDER with files such as train-00000-of-00003.parquet, or parquet:train=…,validation=…,test=…,classes=FILE; columns image (its bytes) and label, or image=COLUMN,label=COLUMN"

  let location: ShardLocation
  private let image: String
  private let label: String
  let options: DatasetOptions

  /// - Throws: `UnknownName` for an unknown key, ``DatasetProblem`` without a training part, `FileProblem` for a file that is
  ///   not there.
  public init(location: String, options: DatasetOptions) throws {
    self.location = try ShardLocation(
      location, source: Self.name, ending: "parquet", further: ["image", "label"])
    image = self.location.setting("image") ?? "image"
    label = self.location.setting("label") ?? "label"
    self.options = options
  }

  func content(of paths: [String]) throws -> ShardContent {
    let files = try paths.map { try ParquetFile(path: $0) }
    var entries: [LabelledList.Entry] = []
    var columns: [ParquetColumn] = []
    for file in files {
      let bytes = file.columnPaths.contains([image, "bytes"]) ? [image, "bytes"] : [image]
      let column = try file.column(bytes)
      guard column.kind == .bytes else {
        throw FileProblem(file.path, "column \(image) has numbers; expected the bytes of pictures")
      }
      columns.append(column)
      let labels = try file.column([label])
      let texts =
        labels.kind == .integers
        ? try labels.integers().map { $0.map(String.init) } : try labels.texts()
      for (row, text) in texts.enumerated() {
        guard let text else { throw FileProblem(file.path, at: "row \(row)", "it has no \(label)") }
        entries.append(
          LabelledList.Entry(path: "\(file.path), row \(row)", label: text, line: entries.count))
      }
    }
    guard !entries.isEmpty else { throw FileProblem(files[0].path, "it has no row") }
    return ShardContent(
      pictures: ColumnPictures(files: files, columns: columns),
      labels: LabelledList(path: files[0].path, entries: entries, unit: "row"),
      classNames: classNames(files[0]))
  }

  /// What Hugging Face's library notes of a label.
  private func classNames(_ file: ParquetFile) -> [String]? {
    guard let note = file.notes["huggingface"],
      let object = try? JSONSerialization.jsonObject(with: Data(note.utf8)) as? [String: Any],
      let info = object["info"] as? [String: Any],
      let features = info["features"] as? [String: Any],
      let feature = features[label] as? [String: Any], let names = feature["names"] as? [String],
      Set(names).count == names.count, !names.isEmpty
    else { return nil }
    return names
  }
}

/// Pictures in columns of bytes, one file after the other.
struct ColumnPictures: PictureContainer {
  let columns: [ParquetColumn]
  private let paths: [String]
  /// Of the first row of each file, and the number of all rows.
  private let starts: [Int]

  init(files: [ParquetFile], columns: [ParquetColumn]) {
    self.columns = columns
    paths = files.map(\.path)
    starts = files.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.rows) }
  }

  var count: Int { starts[starts.count - 1] }

  private func place(_ index: Int) -> (file: Int, row: Int) {
    var (low, high) = (0, columns.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= index { low = middle } else { high = middle }
    }
    return (low, index - starts[low])
  }

  func name(_ index: Int) -> String {
    let place = place(index)
    return "\(paths[place.file]), row \(place.row)"
  }

  func identity(_ index: Int) -> String { name(index) }

  func bytes(_ index: Int) throws -> Data {
    let place = place(index)
    guard let bytes = try columns[place.file].bytes(place.row) else {
      throw FileProblem(name(index), "there is no picture")
    }
    return bytes
  }

  func byteCount(_ index: Int) -> Int {
    let place = place(index)
    return columns[place.file].pageLength(ofRow: place.row)
  }
}
