internal import Foundation

/// Mean and standard deviation of each channel, which a batch is freed from.
public struct Normalization: Sendable, Codable, Equatable {
  /// One a channel, of values in [0, 1].
  public var mean: [Double]
  /// One a channel, each above 0.
  public var deviation: [Double]
  /// Where the numbers come from, for reports: "published" or "measured on the training part".
  public var origin: Origin

  /// Where the numbers of a normalisation come from.
  public enum Origin: String, Sendable, Codable {
    case published, measured
    /// To be measured on the training samples, once it is known which these are.
    case unmeasured
    /// Values are used as they are.
    case none
  }

  /// - Precondition: as many means as deviations, each deviation above 0.
  public init(mean: [Double], deviation: [Double], origin: Origin = .published) {
    precondition(
      mean.count == deviation.count, "\(mean.count) means, \(deviation.count) deviations")
    precondition(deviation.allSatisfy { $0 > 0 }, "deviation that is not above 0: \(deviation)")
    self.mean = mean
    self.deviation = deviation
    self.origin = origin
  }

  /// For CIFAR-10 and CIFAR-100 alike (the MiSLAS, SHIKE, BalPoE and RIDE code all use these).
  public static let cifar = Normalization(
    mean: [0.4914, 0.4822, 0.4465], deviation: [0.2023, 0.1994, 0.2010])
  /// For MNIST digits.
  public static let mnist = Normalization(mean: [0.1307], deviation: [0.3081])
  /// For feature vectors, which are taken as they are.
  public static let identity = Normalization(mean: [], deviation: [], origin: .none)

  static func unmeasured(channels: Int) -> Normalization {
    Normalization(
      mean: [Double](repeating: 0, count: channels),
      deviation: [Double](repeating: 1, count: channels), origin: .unmeasured)
  }

  /// Pictures that are measured when all are not at hand but in files. Means of pictures scatter by some 0.15, so that the
  /// mean of so many is right to 0.005, and nobody waits long for it.
  static let largestSample = 1024

  /// Mean and deviation over the pixels of the samples; of ``largestSample`` evenly spaced ones where
  /// pictures stay in their files. A channel that does not vary gets deviation 1.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  static func measured(on samples: LabelledSamples) throws -> Normalization {
    guard case .pictures(let store) = samples.samples else { return .identity }
    let measured = store.readsFiles ? min(store.count, largestSample) : store.count
    let totals = PixelTotals(channels: store.channels)
    // On all cores: pictures in files are decoded for it.
    let failures = PictureFileSet.failures(measured) { number in
      var picture = [UInt8](repeating: 0, count: store.bytesPerPicture)
      try picture.withUnsafeMutableBytes {
        try store.copyPicture(at: number * store.count / measured, into: $0)
      }
      totals.add(picture)
    }
    if let first = failures.first { throw first.error }
    let (sums, squares) = totals.all
    let pixels = Double(max(measured * store.height * store.width, 1))
    let means = sums.map { Double($0) / (pixels * 255) }
    let deviations = zip(squares, means).map { square, mean in
      max(0, Double(square) / (pixels * 255 * 255) - mean * mean).squareRoot()
    }
    return Normalization(
      mean: means, deviation: deviations.map { $0 < 1e-6 ? 1 : $0 }, origin: .measured)
  }

  /// The normalised value of each byte, 256 a channel, computed as PyTorch does: float32 `b/255`, less
  /// the mean, over the deviation.
  var table: [Float] {
    zip(mean, deviation).flatMap { mean, deviation in
      (0..<256).map { (Float($0) / 255 - Float(mean)) / Float(deviation) }
    }
  }
}

/// Sums over pixels, a channel each, of pictures that come from any thread.
private final class PixelTotals: @unchecked Sendable {
  // `lock` guards `sums` and `squares`.
  private let lock = NSLock()
  private var sums: [UInt64]
  private var squares: [UInt64]
  private let channels: Int

  init(channels: Int) {
    self.channels = channels
    sums = [UInt64](repeating: 0, count: channels)
    squares = sums
  }

  var all: (sums: [UInt64], squares: [UInt64]) { lock.withLock { (sums, squares) } }

  /// Integer sums are exact, so the order of the pictures does not show.
  func add(_ picture: [UInt8]) {
    let own = picture.withUnsafeBufferPointer { picture in
      (0..<channels).map { channel in
        var (sum, square): (UInt64, UInt64) = (0, 0)
        for index in stride(from: channel, to: picture.count, by: channels) {
          let value = UInt32(picture[index])
          sum &+= UInt64(value)
          square &+= UInt64(value &* value)
        }
        return (sum, square)
      }
    }
    lock.withLock {
      for (channel, (sum, square)) in own.enumerated() {
        sums[channel] += sum
        squares[channel] += square
      }
    }
  }
}
