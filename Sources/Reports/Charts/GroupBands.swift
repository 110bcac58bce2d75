import Calibration

/// Bands behind the data that say which classes are many-, medium- and few-shot.
struct GroupBands {
  /// A stretch of neighbouring places of one group.
  struct Band: Equatable {
    let group: ShotGroup
    /// The first place of the band.
    let start: Int
    /// One after its last place.
    let end: Int
  }

  let bands: [Band]

  /// What the names take at the upper edge of the frame, in pixels.
  static let nameHeight = 20.0

  /// - Parameter groups: the group of each place, from left to right.
  init(_ groups: [ShotGroup]) {
    var bands: [Band] = []
    for (place, group) in groups.enumerated() {
      if let last = bands.last, last.group == group {
        bands[bands.count - 1] = Band(group: group, start: last.start, end: place + 1)
      } else {
        bands.append(Band(group: group, start: place, end: place + 1))
      }
    }
    self.bands = bands
  }

  /// Shades every second band of `frame` and names each that has room for its name at the upper
  /// edge. `x` turns a border between places, 0 to their number, into pixels; `note` is added to a
  /// name where there is room for both.
  func elements(
    in frame: Rectangle, x: (Int) -> Double, note: (Band) -> String = { _ in "" }
  ) -> [Element] {
    var elements: [Element] = []
    for (index, band) in bands.enumerated() {
      let (left, right) = (x(band.start), x(band.end))
      if index % 2 == 1 || bands.count == 1 {
        elements.append(
          .rectangle(
            Rectangle(x: left, y: frame.y, width: right - left, height: frame.height),
            .fill(.shade)))
      }
      if index > 0 {
        elements.append(
          .line(
            Point(left, frame.y), Point(left, frame.bottom), .stroke(.axis, dash: [2, 3])))
      }
      let full = note(band).isEmpty ? band.group.rawValue : "\(band.group.rawValue) · \(note(band))"
      let room = right - left - 12
      let label = [full, band.group.rawValue].first {
        TextMeasure.width($0, size: Text.small, isBold: true) <= room
      }
      if let label {
        elements.append(
          .text(
            Text(
              label, at: Point((left + right) / 2, frame.y + 14), anchor: .middle,
              size: Text.small, isBold: true, paint: .muted)))
      }
    }
    return elements
  }
}
