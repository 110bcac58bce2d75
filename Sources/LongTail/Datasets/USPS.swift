internal import ArrayFiles
internal import Foundation

/// Handwritten digits of the US postal service (Hull, 1994): 7,291 and 2,007 grey pictures of 16×16, in LIBSVM's text form.
public struct USPS: PublishedPartFiles {
  public static let name = "usps"
  public static let summary =
    "usps:FOLDER with usps and usps.t, lines of “label 1:value … 256:value” (.bz2 too), or usps.t alone"

  private static let side = 16

  let folder: String
  let options: DatasetOptions

  static let published = [DatasetPart.training: 7291, .test: 2007]
  static let lacksBoth = "neither usps nor usps.t is in this folder, nor one of them as .bz2"

  /// The digits are the classes; the files call them 1 … 10. Values from −1 (paper) to 1 (ink) become 0 … 255.
  func samples(at path: String) throws -> LabelledSamples {
    var pixels = Data()
    var labels: [Int] = []
    for (number, line) in try lines(path).enumerated() where !line.isEmpty {
      let record = try Self.record(line, path: path, line: number + 1)
      labels.append(record.label)
      pixels.append(contentsOf: record.pixels)
    }
    guard !labels.isEmpty else { throw FileProblem(path, "there is no picture in this file") }
    let array = NumericArray(
      shape: [labels.count, Self.side, Self.side], elementType: .uint8, bytes: pixels)
    return try PictureArray(array, path: path).samples(
      labels: labels, labelsPath: path, classNames: (0..<10).map { "\($0)" }, options: options)
  }

  /// - Throws: `FileProblem` that names the line.
  private static func record(
    _ text: String, path: String, line: Int
  ) throws -> (label: Int, pixels: [UInt8]) {
    func problem(_ words: String) -> FileProblem { FileProblem(path, at: "line \(line)", words) }
    let words = text.split(whereSeparator: \.isWhitespace)
    guard let first = words.first, let label = NumberedLabels.number(String(first)),
      1...10 ~= label
    else { throw problem("label “\(words.first ?? "")”, expected 1 … 10") }
    // What is left out is 0, between paper and ink.
    var pixels = [UInt8](repeating: 128, count: side * side)
    var last = 0
    for word in words.dropFirst() {
      let parts = word.split(separator: ":")
      guard parts.count == 2, let place = Int(parts[0]), let value = Double(parts[1]) else {
        throw problem("“\(word)”, expected place:value")
      }
      guard last < place, place <= side * side else {
        throw problem("the place \(place) follows \(last); expected places in order up to 256")
      }
      guard -1...1 ~= value else { throw problem("the value \(value), expected −1 … 1") }
      pixels[place - 1] = UInt8(((value + 1) / 2 * 255).rounded())
      last = place
    }
    return (label - 1, pixels)
  }

  private func lines(_ path: String) throws -> [String] {
    guard path.hasSuffix(".bz2") else { return Array(try TextLines(path).lines) }
    return Array(try TextLines(BZIP2File.read(path), path: path).lines)
  }

  /// The plain file, or the compressed one where that is all there is.
  func path(_ part: DatasetPart) -> String {
    let plain = (folder as NSString).appendingPathComponent(
      part == .training ? "usps" : "usps.t")
    let files = FileManager.default
    return !files.fileExists(atPath: plain) && files.fileExists(atPath: plain + ".bz2")
      ? plain + ".bz2" : plain
  }
}
