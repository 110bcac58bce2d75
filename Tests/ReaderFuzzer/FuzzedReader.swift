import ArrayFiles
import Foundation
import TestSupport
import Torch

/// A reader that must return or throw a `FileProblem`, whatever bytes it is given.
struct FuzzedReader: Sendable {
  let name: String
  /// Valid files to begin with.
  let files: @Sendable () throws -> [Data]
  /// Reads the bytes and looks at everything that they hold.
  let read: @Sendable (Data) throws -> Void

  static let all = [npy, npz, csv, safetensors, idx, mat, bzip2, checkpoint, tar, parquet]

  private static let npy = FuzzedReader(name: "npy", files: { try fixtures(["npy"]) }) {
    look(at: try NPYFile.parse($0, path: "input"))
  }

  private static let npz = FuzzedReader(name: "npz", files: { try fixtures(["npz"]) }) {
    for array in try NPZFile.parse($0, path: "input").values { look(at: array) }
  }

  private static let safetensors = FuzzedReader(
    name: "safetensors", files: { try fixtures(["safetensors"]) }
  ) {
    for tensor in try SafetensorsFile.parse($0, path: "input").tensors { look(at: tensor.array) }
  }

  private static let idx = FuzzedReader(name: "idx", files: { try fixtures(["idx", "gz"]) }) {
    look(at: try IDXFile.parse($0, path: "input"))
  }

  private static let mat = FuzzedReader(name: "mat", files: { try fixtures(["mat"]) }) {
    let file = try MATFile($0, path: "input", limit: 1 << 24)
    for name in ["bytes", "doubles", "integers", "X", "y"] {
      if let array = try? file.array(name) { look(at: array) }
    }
  }

  private static let bzip2 = FuzzedReader(name: "bzip2", files: { try fixtures(["bz2"]) }) {
    _ = try BZIP2File.parse($0, path: "input", limit: 1 << 24)
  }

  private static let csv = FuzzedReader(
    name: "csv",
    files: {
      [
        "a,b,c\n0.5,0.25,1\n-1e-3,.5,7\n", "1,2,3\r\n4,5,6\r\n", "\u{feff}x\n1\n2\n\n3",
        "\"a, b\",\"say \"\"hi\"\"\"\n1,\" 2 \"\nnan,-inf\n", "1\t2\n3\t4\n",
        "123456789012345678901234567890,1e308\n0.1234567890123456789012345,1e-320\n",
      ].map { Data($0.utf8) }
    },
    read: { bytes in
      // Each of the two must be tried, whether the other refuses or not.
      let rows = Result { try CSVFile.parseRows(bytes, path: "input") }
      look(at: try CSVTable(bytes, path: "input").numbers())
      _ = try rows.get()
    })

  private static let checkpoint = FuzzedReader(
    name: "checkpoint", files: { try fixtures(["pt", "pth"], in: "checkpoints") }
  ) {
    for tensor in try PyTorchCheckpoint.parse($0, path: "input").sets.flatMap(\.tensors) {
      look(at: tensor.array)
    }
  }

  private static let tar = FuzzedReader(
    name: "tar", files: { try fixtures(["tar"], in: "shards") }
  ) {
    let archive = try TARArchive($0, path: "input")
    for entry in archive.entries { _ = archive.content(entry) }
  }

  private static let parquet = FuzzedReader(
    name: "parquet", files: { try fixtures(["parquet"], in: "shards") }
  ) {
    let file = try ParquetFile($0, path: "input")
    for names in file.columnPaths {
      guard let column = try? file.column(names) else { continue }
      if column.kind == .integers { _ = try column.integers() } else { _ = try column.texts() }
    }
  }

  private static func look(at array: NumericArray) {
    _ = array.doubles()
    _ = array.floats()
    _ = try? array.integers(acceptingWholeFloats: true)
  }

  /// Files below Tests/Fixtures with one of these endings, in order of their names.
  private static func fixtures(
    _ endings: Set<String>, in folder: String = "arrays"
  ) throws -> [Data] {
    let folder = fixtureFile(folder)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { endings.contains(($0 as NSString).pathExtension) }
      .map { try Data(contentsOf: folder.appending(path: $0)) }
  }
}
