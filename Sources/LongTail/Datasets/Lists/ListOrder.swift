/// Lists whose labels stand where paths are expected, or are several numbers.
enum ListOrder {
  /// - Parameters:
  ///   - entries: of the list.
  ///   - columns: as the user named them.
  /// - Returns: the entry that is no path and label, and words for it; `nil` where all may be.
  static func problem(
    _ entries: [LabelledList.Entry], _ columns: ListColumns
  ) -> (entry: LabelledList.Entry, words: String)? {
    // Labels recur: those that are fine behind any path are looked at once.
    var fine: Set<String> = []
    for entry in entries where !fine.contains(entry.label) {
      let isPicture = ListLine.isPicture(entry.label)
      if isPicture, !ListLine.isPicture(entry.path) {
        return (
          entry,
          "“\(entry.label)” is where the label was expected and looks like a picture's path, behind “\(entry.path)”; "
            + (columns.areGiven
              ? "path=COLUMN and label=COLUMN may have been exchanged"
              : "put the path first, or say path=2,label=1")
        )
      }
      if let words = ManyNumbers.problem(inLabel: entry.label) { return (entry, words) }
      if !isPicture { fine.insert(entry.label) }
    }
    return nil
  }
}
