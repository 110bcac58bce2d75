package import ArrayFiles
import Foundation

/// A pickled dictionary of plain data, which Python programs keep data sets in. Nothing in it is run.
package struct PickledTable {
  private let heap: PickleHeap
  private let entries: [(key: PickleValue, value: PickleValue)]

  /// - Throws: when the file is missing, damaged, no pickled dictionary, or names anything but arrays.
  package init(path: String) throws(FileProblem) {
    var machine = PickleMachine(try MappedFile(path: path).bytes, path: path, part: "")
    guard case .dictionary(let index) = try machine.run() else {
      throw FileProblem(path, "the pickle holds no dictionary")
    }
    heap = machine.heap
    entries = heap.dictionaries[index].entries
  }

  /// The NumPy array of that name.
  package func array(_ name: String) -> NumericArray? {
    guard case .array(let index) = value(name) else { return nil }
    return heap.arrays[index]
  }

  /// The list of integers of that name.
  package func integers(_ name: String) -> [Int]? {
    elements(name) { element in
      guard case .integer(let integer) = element else { return nil }
      return integer
    }
  }

  /// The list of texts of that name.
  package func texts(_ name: String) -> [String]? {
    elements(name) { Self.text($0) }
  }

  private func value(_ name: String) -> PickleValue? {
    entries.last { Self.text($0.key) == name }?.value
  }

  /// The elements of a list, when `convert` knows what each one is.
  private func elements<Element>(
    _ name: String, _ convert: (PickleValue) -> Element?
  ) -> [Element]? {
    guard case .sequence(let index) = value(name) else { return nil }
    let converted = heap.sequences[index].compactMap(convert)
    return converted.count == heap.sequences[index].count ? converted : nil
  }

  /// Keys and names of Python 2 are bytes when Python 3 has written them again.
  private static func text(_ value: PickleValue) -> String? {
    switch value {
    case .text(let text): text
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    default: nil
    }
  }
}
