internal import ArrayFiles
internal import Calibration

/// An array of labels: `[n]` of integers.
struct LabelArray {
  /// As they stand in the file, each at least 0.
  let values: [Int]
  let path: String

  /// How often each number occurs, from 0 to the largest.
  var counts: [Int] {
    var counts = [Int](repeating: 0, count: (values.max() ?? 0) + 1)
    for value in values { counts[value] += 1 }
    return counts
  }

  /// - Throws: `FileProblem` that names the element which is no label.
  init(_ array: NumericArray, path: String) throws {
    self.path = path
    let flat = array.shape.count == 2 && array.shape[1] == 1
    guard array.shape.count == 1 || flat, array.count > 0 else {
      throw FileProblem(
        path,
        "an array \(array.shape)\(array.count == 0 ? ", which holds no label" : ""); expected labels [n], a "
          + "whole number a sample")
    }
    do {
      values = try array.integers(acceptingWholeFloats: true)
    } catch {
      throw FileProblem(path, "these are no labels: \(error)")
    }
    if let index = values.firstIndex(where: { !(0...NumberedLabels.most ~= $0) }) {
      throw problem(index, "expected 0 … \(NumberedLabels.most)")
    }
  }

  /// The classes that the labels of a training part are.
  struct Classes {
    let names: [String]
    /// The label of the first class.
    let first: Int
    /// Whether the names are more than numbers.
    let areNamed: Bool
    let remarks: [String]
  }

  /// - Parameters:
  ///   - names: of the classes, where a file has them.
  ///   - everyClass: whether a class that no label is, is an error.
  /// - Returns: their names, and where counting begins.
  /// - Throws: `FileProblem` that names the element whose label is out of place.
  func classes(names: [String]?, everyClass: Bool) throws -> Classes {
    guard let names else {
      if everyClass, let gap = NumberedLabels.gap(in: values) {
        throw problem(
          gap.position,
          "expected \(gap.range.lowerBound) … \(gap.range.upperBound): \(gap.range.count) labels occur, "
            + "and none of them is \(gap.missing)")
      }
      let classes = NumberedLabels(values)
      return Classes(
        names: classes.names, first: classes.first, areNamed: false, remarks: classes.remark(path))
    }
    // With as many names as the largest label, and no 0 among the labels, counting begins at 1.
    let first = values.max() == names.count && values.min() != 0 ? 1 : 0
    let classes = Classes(
      names: names, first: first, areNamed: true,
      remarks: first == 0
        ? PredictionArrays.countingNotes(values, classes: names.count, path: path)
        : NumberedLabels(first: first, count: names.count).remark(path))
    try check(count: names.count, first: first)
    let occurring = Set(values)
    if everyClass, let empty = names.indices.first(where: { !occurring.contains($0 + first) }) {
      throw FileProblem(
        path,
        "no label is \(empty + first), which is class “\(names[empty])” of \(names.count) in class_names.txt"
      )
    }
    return classes
  }

  /// The labels as positions in a training part's classes.
  /// - Parameters:
  ///   - classes: of the training part.
  ///   - names: what this part's own file calls its classes; `nil` without one.
  /// - Returns: a position in the training part's class names a label, and what to say of a file of this part's own.
  /// - Throws: `FileProblem` that names the element whose class the training part has not.
  func positions(in classes: Classes, names: [String]?) throws -> (
    values: [Int], remarks: [String]
  ) {
    guard let names, names != classes.names else {
      try check(count: classes.names.count, first: classes.first)
      let remarks =
        classes.first == 0
        ? PredictionArrays.countingNotes(values, classes: classes.names.count, path: path) : []
      return (values.map { $0 - classes.first }, remarks)
    }
    let own = try self.classes(names: names, everyClass: false)
    let positions = Dictionary(
      classes.names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let found = try values.enumerated().map { index, value in
      let name = own.names[value - own.first]
      guard let position = positions[name] else {
        throw problem(
          index, "which is class “\(name)” here; the training part has no class of this name")
      }
      return position
    }
    return (found, own.remarks)
  }

  private func check(count: Int, first: Int) throws {
    let range = first...first + count - 1
    if let index = values.firstIndex(where: { !(range ~= $0) }) {
      throw problem(index, "expected \(range.lowerBound) … \(range.upperBound)")
    }
  }

  private func problem(_ index: Int, _ words: String) -> FileProblem {
    FileProblem(path, at: "element \(index)", "label \(values[index]), \(words)")
  }
}
