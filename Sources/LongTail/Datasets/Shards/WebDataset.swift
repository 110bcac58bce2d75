internal import ArrayFiles
internal import Foundation

/// Tar files whose neighbouring entries of one name are a sample, as the webdataset library writes them: `000017.jpg` beside
/// `000017.cls`.
public struct WebDataset: ShardSource {
  public static let name = "webdataset"
  public static let summary =
    "webdataset:FOLDER with tar files, webdataset:train-{000..012}.tar, or webdataset:train=…,validation=…,test=…,classes=FILE; samples of NAME.jpg (.jpeg, .png) beside NAME.cls or NAME.json with a “label”"

  let location: ShardLocation
  let options: DatasetOptions

  /// - Throws: `UnknownName` for an unknown key, ``DatasetProblem`` without a training part.
  public init(location: String, options: DatasetOptions) throws {
    self.location = try ShardLocation(location, source: Self.name, ending: "tar")
    self.options = options
  }

  func content(of paths: [String]) throws -> ShardContent {
    try TarSamples(paths.map { try TARArchive(path: $0) }).content
  }
}

/// What the entries of some archives are as samples.
struct TarSamples {
  let content: ShardContent

  private static let pictureEndings = ["jpg", "jpeg", "png"]

  /// The entries of one sample.
  private struct Sample {
    let key: String
    var picture: TARArchive.Entry?
    /// The entry `.cls`.
    var number: String?
    /// `label` in `.json`.
    var note: String?

    var label: String? { number ?? note }

    /// Whether both name a class, one another than the other; a number beside a name may be the same class.
    var contradictsItself: Bool {
      guard let number, let note, number != note else { return false }
      return switch (NumberedLabels.number(number), NumberedLabels.number(note)) {
      case (let one?, let other?): one != other
      case (nil, nil): true
      default: false
      }
    }
  }

  /// - Parameter archives: in order, one or more.
  /// - Throws: `FileProblem` that names the sample which lacks a picture or a label.
  init(_ archives: [TARArchive]) throws {
    let text = archives[0].path
    var places: [TarPictures.Place] = []
    var entries: [LabelledList.Entry] = []
    for (number, archive) in archives.enumerated() {
      for sample in try Self.samples(archive) {
        guard let picture = sample.picture else { continue }
        guard !sample.contradictsItself else {
          throw FileProblem(
            archive.path,
            "the sample “\(sample.key)” has the label “\(sample.number ?? "")” in .cls and “\(sample.note ?? "")” in .json; "
              + "expected one label a picture")
        }
        guard let label = sample.label else {
          throw FileProblem(
            archive.path,
            "the sample “\(sample.key)” has no label: expected “\(sample.key).cls”, or “\(sample.key).json” with a “label”"
          )
        }
        places.append(TarPictures.Place(archive: number, entry: picture))
        entries.append(LabelledList.Entry(path: picture.name, label: label, line: entries.count))
      }
    }
    guard !places.isEmpty else {
      throw FileProblem(
        text,
        "no sample with a picture (.jpg, .jpeg or .png) is in these \(archives.count) archives")
    }
    content = ShardContent(
      pictures: TarPictures(archives: archives, places: places),
      labels: LabelledList(path: text, entries: entries, unit: "sample"))
  }

  /// Neighbouring entries whose names are equal up to the first point of their last part.
  private static func samples(_ archive: TARArchive) throws -> [Sample] {
    var samples: [Sample] = []
    for entry in archive.entries {
      let folder = entry.name.parentFolder
      let file = entry.name.dropFirst(folder.isEmpty ? 0 : folder.count + 1)
      // What systems leave beside files.
      guard !file.hasPrefix("."), let point = file.firstIndex(of: ".") else { continue }
      let key = (folder.isEmpty ? "" : folder + "/") + file[..<point]
      if samples.last?.key != key { samples.append(Sample(key: key)) }
      let last = samples.count - 1
      switch file[file.index(after: point)...].lowercased() {
      case let ending where pictureEndings.contains(ending):
        guard samples[last].picture == nil else {
          throw FileProblem(archive.path, "the sample “\(key)” has two pictures")
        }
        samples[last].picture = entry
      case "cls":
        let text = String(decoding: archive.content(entry), as: UTF8.self)
        samples[last].number = text.trimmingCharacters(in: .whitespacesAndNewlines)
      case "json": samples[last].note = label(inJSON: archive.content(entry))
      default: break
      }
    }
    return samples
  }

  private static func label(inJSON content: Data) -> String? {
    let object = (try? JSONSerialization.jsonObject(with: content)) as? [String: Any]
    return switch object?["label"] {
    case let text as String: text
    case let number as NSNumber: number.stringValue
    default: nil
    }
  }
}

/// Pictures in tar archives.
struct TarPictures: PictureContainer {
  struct Place: Sendable {
    let archive: Int
    let entry: TARArchive.Entry
  }

  let archives: [TARArchive]
  let places: [Place]

  var count: Int { places.count }

  func name(_ index: Int) -> String {
    "\(archives[places[index].archive].path), \(places[index].entry.name)"
  }

  func identity(_ index: Int) -> String { name(index) }

  func bytes(_ index: Int) -> Data {
    archives[places[index].archive].content(places[index].entry)
  }

  func byteCount(_ index: Int) throws -> Int {
    let length = places[index].entry.length
    guard length > 0 else { throw FileProblem(name(index), "the picture file is empty") }
    return length
  }
}
