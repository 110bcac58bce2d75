import ArrayFiles
public import Foundation
import SwiftProtobuf

/// A file of curves for TensorBoard: `tensorboard --logdir` on the folder that holds it shows them.
///
/// Records are appended and synced one call at a time, so that a run killed at any moment leaves at
/// most one torn record, which the next opening cuts off.
public struct EventFile: Sendable {
  /// TensorBoard looks for files whose names hold "tfevents".
  public static let name = "events.out.tfevents.longtail"

  /// The file, as given.
  public let path: String
  /// Length of the file: what a checkpoint keeps to continue at.
  public private(set) var byteCount: Int

  /// Opens the file, or makes it.
  ///
  /// - Parameters:
  ///   - path: in a folder that exists.
  ///   - byteCount: the length to continue at: what a stopped run wrote after its checkpoint is cut
  ///     off. Nil keeps every whole record.
  /// - Throws: `FileProblem` when the file is shorter than that, is no event file, or cannot be
  ///   written.
  public init(path: String, continuingAt byteCount: Int? = nil) throws {
    self.path = path
    if let byteCount {
      self.byteCount = byteCount
    } else if FileManager.default.fileExists(atPath: path) {
      let bytes = try MappedFile(path: path).bytes
      self.byteCount = EventRecord.intactByteCount(bytes, path: path)
      guard self.byteCount > 0 || bytes.isEmpty else {
        throw FileProblem(path, "is no event file of TensorBoard: its first record is damaged")
      }
    } else {
      self.byteCount = 0
    }
    try truncateFile(path, to: self.byteCount)
    if self.byteCount == 0 {
      var event = TensorBoardEvent()
      event.wallTime = Date().timeIntervalSince1970
      event.fileVersion = "brain.Event:2"
      try append(event)
    }
  }

  /// Appends a point to each of several curves.
  ///
  /// - Parameters:
  ///   - scalars: values by curve; the part of a name before its first slash is its group.
  ///   - step: where the points lie on the horizontal axis.
  ///   - date: when they were measured.
  /// - Throws: `FileProblem` when the file cannot be written.
  public mutating func append(
    scalars: [(name: String, value: Double)], step: Int, date: Date = Date()
  ) throws {
    try append(
      scalars.map { name, number in
        var value = TensorBoardSummary.Value()
        value.tag = name
        value.simpleValue = Float(number)
        return value
      }, step: step, date: date)
  }

  /// Appends the distribution of `values`, such as a layer's weights; values that are not finite are
  /// left out.
  ///
  /// - Parameters:
  ///   - name: the chart's name; the part before its first slash is its group.
  ///   - values: at least one finite number.
  ///   - step: where the distribution lies on the horizontal axis.
  ///   - date: when it was measured.
  /// - Throws: `FileProblem` when the file cannot be written.
  public mutating func append(
    histogram name: String, values: [Float], step: Int, date: Date = Date()
  ) throws {
    var value = TensorBoardSummary.Value()
    value.tag = name
    value.histogram = TensorBoardHistogram(values.filter(\.isFinite))
    try append([value], step: step, date: date)
  }

  private mutating func append(
    _ values: [TensorBoardSummary.Value], step: Int, date: Date
  ) throws {
    var event = TensorBoardEvent()
    event.wallTime = date.timeIntervalSince1970
    event.step = Int64(step)
    event.summary.value = values
    try append(event)
  }

  private mutating func append(_ event: TensorBoardEvent) throws {
    let record = EventRecord.framed(try event.serializedData())
    try appendToFile(path, record)
    byteCount += record.count
  }
}
