internal import ArrayFiles
internal import Calibration
internal import Foundation

/// A list file: a path and a label a line.
///
/// Labels are integers from 0 or 1, or names, which then are numbered in sorted order. Numbers among names are names too.
struct LabelledList {
  struct Entry {
    let path: String
    let label: String
    /// Line in the file, from 1.
    let line: Int
  }

  let path: String
  let entries: [Entry]
  /// What was left out of a table.
  let tableRemarks: [String]
  private let labels: DistinctLabels
  /// What an entry is called in messages.
  private var unit = "line"

  /// Labels that stand elsewhere than in a list file.
  /// - Parameters:
  ///   - path: names them for people.
  ///   - entries: with their number in place of a line's.
  ///   - unit: what such a number counts.
  init(path: String, entries: [Entry], unit: String) {
    self.path = path
    self.entries = entries
    self.unit = unit
    tableRemarks = []
    labels = DistinctLabels(entries)
  }

  /// - Parameters:
  ///   - path: the list.
  ///   - columns: which columns of a table are meant, where the user says so.
  ///   - isPicture: whether a field is the name of a picture that is there, with or without its ending.
  /// - Throws: `FileProblem` that names the line without a label.
  init(
    path: String, columns: ListColumns = ListColumns(),
    isPicture: (String) -> Bool = { _ in false }
  ) throws {
    self.path = path
    let ending = ListBytes.ending(path)
    if ending == "csv" || ending == "tsv" || columns.areGiven {
      let table = try ListTable(path, columns: columns, isPicture: isPicture)
      (entries, tableRemarks) = (table.entries, table.remarks)
    } else {
      let text = try TextLines(path)
      if let words = ListLines.tableHeader(text) {
        let table = try ListTable(path, columns: columns, isPicture: isPicture)
        (entries, tableRemarks) = (table.entries, [words] + table.remarks)
      } else {
        (entries, tableRemarks) = try ListLines.entries(text)
      }
    }
    labels = DistinctLabels(entries)
    guard !entries.isEmpty else { throw FileProblem(path, "the list is empty") }
    if let found = ListOrder.problem(entries, labels, columns) {
      throw problem(found.entry, found.words)
    }
    // What is wrong with a label is told of the first line that has it.
    if columns.labelsMayBeSeveral {
      let several = SeveralLabels(labels.texts)
      for (label, first) in zip(labels.texts, labels.firsts) {
        if let words = several.problem(label) { throw problem(entries[first], words) }
      }
    }
    guard columns.labelsMayMiss else { return }
    for (place, label) in labels.texts.enumerated() {
      if let words = MissingLabel.problem(label, count: labels.counts[place]) {
        throw problem(entries[labels.firsts[place]], words)
      }
    }
  }

  /// What the user should know of how this (training) list was understood.
  func remarks(_ classes: Classes) -> [String] {
    switch classes {
    case .numbered(let numbered): tableRemarks + numbered.remark(path)
    case .named(let names):
      tableRemarks + ClassSpelling.remarks(names, in: path)
        + (MixedLabels(entries, labels, unit: unit).map { ["\(path), \($0.remark)"] } ?? [])
    }
  }

  /// What the user should know of how this list of another part was understood.
  /// - Parameters:
  ///   - labels: as ``labels(_:)`` gives them.
  ///   - classes: of the training list.
  /// - Returns: a sentence each.
  func remarks(_ labels: [Int], in classes: Classes) -> [String] {
    guard case .numbered(let numbered) = classes, numbered.first == 0 else { return tableRemarks }
    // Where counting begins at 0, positions are the labels themselves.
    return tableRemarks
      + PredictionArrays.countingNotes(labels, classes: numbered.count, path: path)
  }

  /// What a list's labels are.
  enum Classes {
    case numbered(NumberedLabels)
    case named([String])

    var names: [String] {
      switch self {
      case .numbered(let classes): classes.names
      case .named(let names): names
      }
    }
  }

  /// The classes that this (training) list has, in label order.
  /// - Parameter everyClass: whether a number that no label is, between others, is an error.
  /// - Returns: the classes, as numbers or names.
  /// - Throws: `FileProblem` that names the line of a label which is out of place.
  func classes(everyClass: Bool) throws -> Classes {
    let found = labels.texts.map { NumberedLabels.number($0) }
    guard found.contains(where: { $0 != nil }) else {
      if labels.texts.allSatisfy({ NumberedLabels.isFraction($0) }) { throw fraction(entries[0]) }
      return .named(try names())
    }
    if let place = labels.firstEntry(where: { NumberedLabels.isFraction($0) }) {
      throw fraction(entries[place])
    }
    if found.contains(where: { $0 == nil }) {
      let mixture = MixedLabels(entries, labels, unit: unit)
      if let odd = mixture?.oddOne { throw problem(odd.entry, odd.words) }
      return .named(try names())
    }
    let numbers = found.compactMap { $0 }
    func entry(of place: Int) -> Entry { entries[labels.firsts[place]] }
    if let place = numbers.firstIndex(where: { $0 < 0 }) {
      throw problem(entry(of: place), "label “\(labels.texts[place])”, expected 0 or more")
    }
    if everyClass, let gap = NumberedLabels.gap(in: numbers) {
      throw problem(
        entry(of: gap.position),
        "label “\(labels.texts[gap.position])”, expected an integer in \(gap.range.lowerBound) … "
          + "\(gap.range.upperBound): \(gap.range.count) labels occur, and none of them is \(gap.missing)"
      )
    }
    if let place = numbers.firstIndex(where: { $0 > NumberedLabels.most }) {
      throw problem(
        entry(of: place),
        "label “\(labels.texts[place])”, expected an integer in 0 … \(NumberedLabels.most)")
    }
    return .numbered(NumberedLabels(numbers))
  }

  private func fraction(_ entry: Entry) -> FileProblem {
    problem(
      entry,
      "label “\(entry.label)” is no whole number; expected the number or the name of a class (the targets of a regression "
        + "are none; a class that is called so is written with a letter before it)")
  }

  private func names() throws -> [String] {
    if let place = labels.firstEntry(where: { $0.contains(where: \.isNewline) }) {
      throw problem(entries[place], "the label has a line break in it")
    }
    return labels.texts.sorted()
  }

  /// The entries' labels as positions in the classes of the training list.
  /// - Throws: `FileProblem` that names the line of another label.
  func labels(_ classes: Classes) throws -> [Int] {
    let positions = try positions(in: classes)
    return labels.ofEntry.map { positions[Int($0)] }
  }

  /// Of each distinct label.
  private func positions(in classes: Classes) throws -> [Int] {
    let distinct = zip(labels.texts, labels.firsts)
    switch classes {
    case .named(let names):
      let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
      return try distinct.map { text, first in
        guard let label = numbers[text] else {
          throw stranger(entries[first], names.count, ClassSpelling.hint(text, among: names))
        }
        return label
      }
    case .numbered(let classes):
      return try distinct.map { text, first in
        // "007" is as good as "7".
        guard let number = NumberedLabels.number(text),
          0..<classes.count ~= number - classes.first
        else {
          throw stranger(
            entries[first], classes.count,
            " (\(classes.first) … \(classes.first + classes.count - 1))"
              + countingHint(first: classes.first, count: classes.count))
        }
        return number - classes.first
      }
    }
  }

  /// Where all labels but the largest would do if they counted from 1, that is what they may do.
  private func countingHint(first: Int, count: Int) -> String {
    let numbers = labels.texts.compactMap { Double($0) }
    guard first == 0, numbers.min() == 1, numbers.max() == Double(count) else { return "" }
    return
      "; no label is 0 here, so these may count from 1, while the training list counts from 0"
  }

  private func stranger(_ entry: Entry, _ count: Int, _ range: String = "") -> FileProblem {
    problem(
      entry,
      "label “\(entry.label)” is none of the \(count) classes of the training list\(range)")
  }

  private func problem(_ entry: Entry, _ words: String) -> FileProblem {
    FileProblem(path, at: "\(unit) \(entry.line)", words)
  }
}
