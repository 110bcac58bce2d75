/// Lists whose labels stand where paths are expected, or are several numbers.
enum ListOrder {
  /// - Parameters:
  ///   - entries: of the list.
  ///   - labels: of the entries.
  ///   - columns: as the user named them.
  /// - Returns: the entry that is no path and label, and words for it; `nil` where all may be.
  static func problem(
    _ entries: [LabelledList.Entry], _ labels: DistinctLabels, _ columns: ListColumns
  ) -> (entry: LabelledList.Entry, words: String)? {
    let arePictures = labels.texts.map(ListLine.isPicture)
    let severalNumbers = labels.texts.map(ManyNumbers.problem(inLabel:))
    let areFine = zip(arePictures, severalNumbers).map { !$0 && $1 == nil }
    guard areFine.contains(false) else { return nil }
    for (entry, label) in zip(entries, labels.ofEntry) where !areFine[Int(label)] {
      if arePictures[Int(label)], !ListLine.isPicture(entry.path) {
        return (
          entry,
          "“\(entry.label)” is where the label was expected and looks like a picture's path, behind “\(entry.path)”; "
            + (columns.areGiven
              ? "path=COLUMN and label=COLUMN may have been exchanged"
              : "put the path first, or say path=2,label=1")
        )
      }
      if let words = severalNumbers[Int(label)] { return (entry, words) }
    }
    return nil
  }
}
