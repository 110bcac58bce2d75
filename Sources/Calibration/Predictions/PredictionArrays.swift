public import ArrayFiles
import Foundation

/// Arrays on disk as what they mean for predictions, with every number checked.
public enum PredictionArrays {
  /// - Returns: `[samples, classes]`; float32 files are not copied.
  /// - Throws: `FileProblem` for a wrong shape or type, NaN or +∞ (row and column named).
  public static func logits(_ path: String) throws(FileProblem) -> Logits {
    let logits = try matrix(path, of: "logits")
    if let (value, row, column) = logits.firstValue(unless: { $0 .< .infinity }) {
      throw FileProblem(
        path, at: "row \(row), column \(column)", "\(value); a number or -inf was expected")
    }
    return logits
  }

  /// - Returns: `[samples, classes]`, rows sum to one.
  /// - Throws: `FileProblem` also for values outside [0, 1] and rows that do not sum to one.
  public static func probabilities(_ path: String) throws(FileProblem) -> Probabilities {
    let values = try matrix(path, of: "probabilities")
    guard !areProbabilities(values) else { return Probabilities(unscaled: values) }
    if let (value, row, column) = values.firstValue(unless: { isShare($0) }) {
      throw FileProblem(
        path, at: "row \(row), column \(column)", "\(value); a number from 0 to 1 was expected")
    }
    if let (sum, row) = firstWrongSum(values) {
      throw FileProblem(
        path, at: "row \(row)",
        "probabilities sum to \(sum); 1 was expected (are these logits?)")
    }
    return Probabilities(unscaled: values)
  }

  /// Half precision is off by some 0.001.
  @inline(__always)
  private static func isShare(_ values: FloatLanes) -> SIMDMask<SIMD4<Int32>> {
    (values .>= 0) .& (values .<= 1.001)
  }

  /// Looks at every number once: all in [0, 1], each row with the sum one.
  private static func areProbabilities(_ values: Logits) -> Bool {
    let classes = values.classes
    return values.withUnsafeValues { buffer in
      RowChunks.map(rows: values.samples, columns: classes) { rows -> Bool in
        guard let base = buffer.baseAddress else { return true }
        for row in rows {
          let begin = base + row * classes
          var sum = FloatLanes.zero
          var areShares = SIMDMask<SIMD4<Int32>>(repeating: true)
          var column = 0
          while column + 4 <= classes {
            let lanes = FloatLanes.load(begin + column)
            sum += lanes
            areShares = areShares .& isShare(lanes)
            column += 4
          }
          let rest = FloatLanes.loadRest(of: begin, count: classes, padding: 0)
          areShares = areShares .& isShare(rest)
          // Not `>`, which a sum that is no number would pass.
          guard abs((sum + rest).total - 1) <= 0.005, !(.!areShares).isTrueSomewhere else {
            return false
          }
        }
        return true
      }.allSatisfy { $0 }
    }
  }

  /// The first row that does not sum to one.
  private static func firstWrongSum(_ values: Logits) -> (sum: Float, row: Int)? {
    let classes = values.classes
    return values.withUnsafeValues { buffer in
      RowChunks.map(rows: values.samples, columns: classes) { rows -> (Float, Int)? in
        for row in rows {
          var sum: Float = 0
          for column in 0..<classes { sum += buffer[row * classes + column] }
          if abs(sum - 1) > 0.005 { return (sum, row) }
        }
        return nil
      }.lazy.compactMap { $0 }.first
    }
  }

  /// - Returns: `[samples]`
  /// - Throws: `FileProblem` for anything but one integer in `0 ..< classes` a sample.
  public static func labels(
    _ path: String, samples: Int, classes: Int
  ) throws(FileProblem) -> [Int] {
    var array = try read(path, axes: 1)
    if array.shape.count == 2, array.shape[1] == 1 {
      array = NumericArray(
        shape: [array.shape[0]], elementType: array.elementType, bytes: array.bytes)
    }
    guard array.shape.count == 1 else {
      throw FileProblem(path, "shape \(array.shape); one label a sample was expected")
    }
    guard array.count == samples else {
      throw FileProblem(path, "\(array.count) labels for \(samples) samples")
    }
    let labels: [Int]
    do { labels = try array.integers() } catch { throw FileProblem(path, error.description) }
    if let row = labels.firstIndex(where: { $0 < 0 || $0 >= classes }) {
      throw FileProblem(
        path, at: "row \(row)",
        "label \(labels[row]); 0 to \(classes - 1) was expected for \(classes) classes")
    }
    return labels
  }

  /// - Returns: `[samples, width]`
  public static func features(_ path: String, samples: Int) throws(FileProblem) -> Features {
    let array = try read(path, axes: 2)
    guard array.shape.count == 2, array.shape[1] > 0, array.elementType.isFloatingPoint else {
      throw FileProblem(
        path,
        "shape \(array.shape) of \(array.elementType); floating-point [samples, width] was expected"
      )
    }
    guard array.shape[0] == samples else {
      throw FileProblem(path, "\(array.shape[0]) feature rows for \(samples) samples")
    }
    let features = Features(array.floats(), width: array.shape[1])
    if let index = features.values.firstIndex(where: { !$0.isFinite }) {
      throw FileProblem(
        path, at: "row \(index / features.width), column \(index % features.width)",
        "\(features.values[index]); a finite number was expected")
    }
    return features
  }

  /// A JSON array of integers, one a class, in class order.
  public static func classCounts(_ path: String, classes: Int) throws(FileProblem) -> [Int] {
    let counts: [Int]
    do {
      counts = try JSONDecoder().decode(
        [Int].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch is DecodingError {
      throw FileProblem(path, "not a JSON array of integers")
    } catch {
      throw FileProblem(path, "cannot be read: \(error.localizedDescription)")
    }
    guard counts.count == classes else {
      throw FileProblem(path, "\(counts.count) counts for \(classes) classes")
    }
    if let index = counts.firstIndex(where: { $0 < 0 }) {
      throw FileProblem(
        path, at: "class \(index)", "count \(counts[index]); 0 or more was expected")
    }
    return counts
  }

  /// `[samples, experts, classes]` as one value for each expert.
  public static func expertLogits(
    _ path: String, samples: Int, classes: Int
  ) throws(FileProblem) -> [Logits] {
    let array = try NPYFile.read(path)
    guard array.shape.count == 3, array.shape[0] == samples, array.shape[2] == classes,
      array.elementType.isFloatingPoint
    else {
      throw FileProblem(
        path,
        "shape \(array.shape) of \(array.elementType); "
          + "floating-point [\(samples), experts, \(classes)] was expected")
    }
    let values = array.floats()
    let experts = array.shape[1]
    return (0..<experts).map { expert in
      Logits(
        (0..<samples).flatMap { row in
          let begin = (row * experts + expert) * classes
          return values[begin..<begin + classes]
        }, classes: classes)
    }
  }

  /// The array, without a leading axis of extent 1 where that is one axis too many.
  private static func read(_ path: String, axes: Int) throws(FileProblem) -> NumericArray {
    let array = try NPYFile.read(path)
    return array.shape.count > axes ? array.droppingLeadingUnitAxis : array
  }

  /// A matrix of floating-point numbers, for what it is called in messages.
  private static func matrix(_ path: String, of what: String) throws(FileProblem) -> Logits {
    let array = try read(path, axes: 2)
    guard array.elementType.isFloatingPoint else {
      throw FileProblem(
        path, "\(what) of type \(array.elementType); floating-point numbers were expected")
    }
    guard array.shape.count == 2, array.shape[1] >= 2 else {
      throw FileProblem(
        path, "shape \(array.shape); \(what) are [samples, classes] with 2 classes or more")
    }
    guard array.shape[0] > 0 else { throw FileProblem(path, "it holds no samples") }
    return array.elementType == .float32
      ? Logits(bytes: array.bytes, classes: array.shape[1])
      : Logits(array.floats(), classes: array.shape[1])
  }
}
