public import LongTail

extension Table {
  /// A row for each part of a data set that was packed.
  public init(packed results: [PicturePacking.Result]) {
    self.init(
      header: ["part", "file", "pictures", "unreadable", "bytes"],
      rows: results.map {
        [
          .text($0.part), .text($0.path), .count($0.pictures), .count($0.unreadable),
          .count($0.bytes),
        ]
      })
  }
}
