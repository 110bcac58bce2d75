import Foundation
import LongTail

/// Reads every picture of a source once through the loader and prints one object of JSON: pictures a second.
///
///     LoadingSpeed training|evaluation full|reduced WORKERS SOURCE:LOCATION
///
/// `training` cuts random parts to 224 and mirrors half of them, `evaluation` resizes the shorter side to 256 and cuts the
/// middle; both normalise. `reduced` lets JPEGs be decoded at a fraction of their size.
@main
struct LoadingSpeed {
  private struct Figures: Encodable {
    let pictures: Int
    let seconds: Double
    let picturesPerSecond: Double
    /// Of some values, so that nothing is left out.
    let checksum: Float
  }

  private struct Usage: Error, CustomStringConvertible {
    let description =
      "usage: LoadingSpeed training|evaluation full|reduced WORKERS SOURCE:LOCATION"
  }

  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 5, ["training", "evaluation"].contains(words[1]),
      ["full", "reduced"].contains(words[2]), let workers = Int(words[3]), workers > 0
    else { throw Usage() }
    var options = DatasetOptions(
      imageSize: 224,
      framing: FramingSettings(
        training: NativeFraming(), evaluation: ResizeCenterCrop(shorterSide: 256),
        reducedDecoding: words[2] == "reduced"))
    // Every picture is decoded when it is asked for.
    options.memoryBound = 0
    let samples = try Datasets.source(words[4], options: options).load(.training)
    let isTraining = words[1] == "training"
    let batches = BatchLoader(
      samples, batchSize: 128,
      augmentations: isTraining ? [RandomResizedCrop(), HorizontalFlip()] : [],
      framing: isTraining ? NativeFraming() : nil,
      normalization: Normalization(
        mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225]), workers: workers
    ).batches()
    let start = Date()
    var sum: Float = 0
    while let batch = try batches.next() { sum += batch.withValues { $0.first ?? 0 } }
    let seconds = Date().timeIntervalSince(start)
    let figures = Figures(
      pictures: samples.count, seconds: seconds,
      picturesPerSecond: Double(samples.count) / seconds, checksum: sum)
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
  }
}
