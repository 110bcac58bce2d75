import Foundation

/// How labelled rows of each class are seen by the model: a column a class, whose entries are mean
/// probabilities or shares of predictions, times the class's share.
struct SourceConfusion: Sendable {
  enum Kind: Sendable {
    /// Of probabilities.
    case soft
    /// Of predicted classes.
    case hard
  }

  let kind: Kind
  let classes: Int
  /// `[classes, classes]` by columns: what is seen, for each true class.
  private let values: [Double]
  private let labelShares: [Double]
  /// Classes with labelled rows.
  private let known: [Int]
  /// Decomposed when first used.
  private let system: Lazy<LeastSquares>

  init(_ kind: Kind, _ values: [Double], labelShares: [Double]) {
    let classes = labelShares.count
    let known = labelShares.indices.filter { labelShares[$0] > 0 }
    self.kind = kind
    self.classes = classes
    self.values = values
    self.labelShares = labelShares
    self.known = known
    system = Lazy {
      LeastSquares(
        known.flatMap { values[$0 * classes..<($0 + 1) * classes] }, rows: classes,
        columns: known.count)
    }
  }

  var isSingular: Bool { system.value.rank < known.count }

  /// Why it is singular, in words.
  var singularity: String {
    let unseen = (0..<classes).filter { row in
      known.allSatisfy { values[$0 * classes + row] == 0 }
    }
    let rank = "rank \(system.value.rank) of \(known.count)"
    return unseen.isEmpty
      ? "\(rank): some classes look alike" : "\(rank): never predicted \(ClassList.words(unseen))"
  }

  /// C⁻¹ · seen, negative weights taken for 0, times the label shares.
  /// - Parameters:
  ///   - seen: one number a class, with sum one.
  ///   - hasCondition: whether the condition number is worked out.
  /// - Returns: the shares.
  /// - Throws: ``CalibrationError/notFitted(_:)`` when the matrix is singular.
  func shares(_ seen: [Double], hasCondition: Bool) throws(CalibrationError) -> PriorShares {
    guard !isSingular else {
      throw .notFitted(
        "the confusion matrix is singular (\(singularity)), so that it does not determine the class "
          + "shares; em-map needs none")
    }
    let weights = system.value.solve(seen)
    let negative = known.indices.filter { weights[$0] < 0 }.map { known[$0] }
    return result(
      weights.map { max($0, 0) }, hasCondition: hasCondition,
      notes: negative.isEmpty
        ? [] : ["weights below 0 were taken for 0: \(ClassList.words(negative))"])
  }

  /// Least ‖C θ − (seen − C·1)‖ + penalty · ‖θ‖ over θ ≥ −1.
  ///
  /// With μ = penalty · ‖residual‖ / ‖θ‖, which is found by repeating, it is least squares with the penalty
  /// μ ‖θ‖².
  func nonnegativeShares(
    _ seen: [Double], penalty: Double, hasCondition: Bool
  ) -> PriorShares {
    let count = known.count
    let columns = known.map { Array(values[$0 * classes..<($0 + 1) * classes]) }
    func dot(_ a: [Double], _ b: [Double]) -> Double {
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          guard let left = a.baseAddress, let right = b.baseAddress else { return 0 }
          return Vectors.dot(left, right, count: a.count)
        }
      }
    }
    let gram = RowChunks.map(rows: count, columns: count * classes) { rows in
      rows.map { row in columns.map { dot(columns[row], $0) } }
    }.flatMap { $0.flatMap { $0 } }
    let target = columns.map { dot($0, seen) }
    var weights = [Double](repeating: 1, count: count)
    var isFree = [Bool](repeating: true, count: count)
    var strength = penalty * 1e-3
    for _ in 0..<100 {
      var matrix = gram
      for index in 0..<count { matrix[index * count + index] += strength }
      weights = NonnegativeQuadratic(count: count, matrix: matrix).minimum(
        target.map { $0 + strength }, isFree: &isFree)
      var residual = seen.map { -$0 }
      for index in 0..<count {
        for row in 0..<classes { residual[row] += columns[index][row] * weights[index] }
      }
      let length = weights.reduce(0) { $0 + ($1 - 1) * ($1 - 1) }.squareRoot()
      // Without a shift both lengths are 0.
      guard length > 1e-12 else { break }
      let next = penalty * dot(residual, residual).squareRoot() / length
      let isDone = abs(next - strength) <= 1e-9 * max(strength, 1e-9)
      strength = max(next, 1e-14)
      if isDone { break }
    }
    return result(weights, hasCondition: hasCondition, notes: [])
  }

  private func result(
    _ weights: [Double], hasCondition: Bool, notes: [String]
  ) -> PriorShares {
    var shares = [Double](repeating: 0, count: classes)
    for (place, label) in known.enumerated() { shares[label] = weights[place] * labelShares[label] }
    let total = shares.compensatedSum()
    shares = total > 0 ? shares.map { $0 / total } : labelShares
    return PriorShares(
      shares: shares, unshrunk: shares, source: labelShares,
      condition: hasCondition ? system.value.condition : nil, notes: notes)
  }
}

/// A value that is worked out when it is first asked for.
private final class Lazy<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var found: Value?
  private let make: @Sendable () -> Value

  init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  // Guarded by the lock.
  var value: Value {
    lock.lock()
    defer { lock.unlock() }
    if let found { return found }
    let made = make()
    found = made
    return made
  }
}
