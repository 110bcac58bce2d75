import Torch
import Calibration
internal import Foundation

/// Small colour pictures from a deterministic painter, for demonstrations and tests: no download.
///
/// Classes are a shape with a texture. The second half of the classes repeats the shapes of the first
/// half with another texture, so that a rare class has a frequent one that it is taken for.
public struct Synthetic: DatasetSource {
  public static let name = "synthetic"
  public static let summary =
    "synthetic:classes=10,per-class=500,test=200,size=32,difficulty=0.3,seed=0 (painted here; each setting may be left out)"
  public static let isMirrorable = true

  public static let worksWithoutLocation = true

  /// 2 … 40.
  public private(set) var classes = 10
  /// Training pictures of each class, before any imbalance.
  public private(set) var samplesPerClass = 500
  /// Test pictures of each class.
  public private(set) var testSamplesPerClass = 200
  /// Side in pixels.
  public private(set) var size = 32
  /// 0 (clean) … 1 (noise, clutter and faint textures).
  public private(set) var difficulty = 0.3
  /// Of all that is painted; the same seed gives the same pictures.
  public private(set) var seed: UInt64 = 0
  /// Of pictures that are not painted at the size that is asked for, but framed.
  private var framed: DatasetOptions?

  /// - Parameters:
  ///   - location: settings as `key=value`, separated by commas.
  ///   - options: an image size, in 8 … 512 and square, is `size` where that is not given, unless pictures are cut out
  ///     of what is painted.
  /// - Throws: `UnknownName` for an unknown key, ``DatasetProblem`` for a value out of range.
  public init(location: String, options: DatasetOptions) throws {
    if !options.framing.isSquared {
      framed = options
    } else if let asked = options.pictureSize {
      guard asked.height == asked.width, 8...512 ~= asked.height else {
        throw DatasetProblem(
          "synthetic: pictures of \(asked.height)×\(asked.width); squares of 8 … 512 were expected")
      }
      size = asked.height
    }
    for setting in location.split(separator: ",") {
      let parts = setting.split(separator: "=", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard parts.count == 2 else {
        throw DatasetProblem("synthetic setting “\(setting)” is not of the form key=value")
      }
      try set(parts[0], to: parts[1])
      if framed == nil, parts[0] == "size", let asked = options.pictureSize, asked.height != size {
        throw DatasetProblem(
          "synthetic: size=\(size), and an image size of \(asked.height) is asked for; say one of them"
        )
      }
    }
    let bytes = Double(classes * (samplesPerClass + testSamplesPerClass) * size * size * 3)
    guard bytes < SystemMemory.limit else {
      throw DatasetProblem(
        "synthetic: \(classes) × (\(samplesPerClass) + \(testSamplesPerClass)) pictures of \(size)×\(size) take "
          + "\(SystemMemory.words(bytes)), and there is \(SystemMemory.words(SystemMemory.limit)); expected fewer "
          + "(per-class, test), or smaller ones (size)")
    }
  }

  private mutating func set(_ key: String, to text: String) throws {
    func integer(_ range: ClosedRange<Int>) throws -> Int {
      guard let value = Int(text), range ~= value else {
        throw DatasetProblem(
          "synthetic setting \(key)=\(text); expected an integer in \(range.lowerBound) … \(range.upperBound)"
        )
      }
      return value
    }
    switch key {
    case "classes": classes = try integer(2...SyntheticClass.most)
    case "per-class": samplesPerClass = try integer(1...1_000_000)
    case "test": testSamplesPerClass = try integer(1...1_000_000)
    case "size": size = try integer(8...512)
    case "seed": seed = UInt64(try integer(0...Int.max))
    case "difficulty":
      guard let value = Double(text), 0...1 ~= value else {
        throw DatasetProblem("synthetic setting difficulty=\(text); expected a number in 0 … 1")
      }
      difficulty = value
    default:
      throw UnknownName(
        "synthetic setting", key,
        known: ["classes", "per-class", "test", "size", "difficulty", "seed"])
    }
  }

  public var hasTestPart: Bool { true }

  /// Paints one part; picture i is of class i mod `classes`.
  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    let perClass = part == .training ? samplesPerClass : testSamplesPerClass
    let painters = (0..<classes).map {
      SyntheticPainter(
        of: SyntheticClass(number: $0, of: classes), size: size, difficulty: difficulty)
    }
    let count = perClass * classes
    let bytes = size * size * 3
    var pixels = Data(count: count * bytes)
    pixels.withUnsafeMutableBytes { buffer in
      for index in 0..<count {
        let (number, label) = index.quotientAndRemainder(dividingBy: classes)
        var random = CounterBasedGenerator(
          seed: seed, purpose: part == .training ? .syntheticTraining : .syntheticTest,
          epoch: label, position: number)
        painters[label].paint(
          into: UnsafeMutableRawBufferPointer(
            rebasing: buffer[index * bytes..<(index + 1) * bytes]),
          using: &random)
      }
    }
    let labels = (0..<count).map { $0 % classes }
    let digest = ContentDigest()
    digest.add(pixels)
    digest.add(labels)
    var store = PictureStore(height: size, width: size, channels: 3, pixels: pixels)
    if let framed { store = try store.framed(framed) }
    return LabelledSamples(
      samples: .pictures(store),
      labels: labels,
      classNames: (0..<classes).map { SyntheticClass(number: $0, of: classes).name },
      normalization: .unmeasured(channels: 3), fingerprint: digest.hexadecimal())
  }
}
