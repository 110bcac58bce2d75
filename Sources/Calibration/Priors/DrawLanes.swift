/// EM on several draws of the same rows at once, a lane of a vector each.
struct DrawLanes {
  typealias Lanes = SIMD8<Float>
  static let count = Lanes.scalarCount

  private let rows: SparseRows
  private let draws: Int
  /// How often each row is in each draw.
  private let counts: [Lanes]
  /// 1 / π; 0 for a class that is left out.
  private let inverses: [Float]

  /// - Parameters:
  ///   - rows: what was drawn from.
  ///   - counts: how often each row is in a draw, at most ``count`` draws.
  ///   - source: shares that the probabilities are for.
  init(_ rows: SparseRows, _ counts: [[Float]], source: [Double]) {
    self.rows = rows
    draws = counts.count
    var lanes = [Lanes](repeating: .zero, count: rows.samples)
    for (lane, own) in counts.enumerated() {
      for row in own.indices { lanes[row][lane] = own[row] }
    }
    self.counts = lanes
    inverses = source.map { $0 > 0 ? Float(1 / $0) : 0 }
  }

  /// The likeliest shares, a list a draw.
  func shares(from start: [Double]) -> [[Double]] {
    var shares = start.map { Lanes(repeating: Float($0)) }
    // Steps that are small beside what one row more or less does.
    let tolerance = Float(max(0.01 / Double(rows.samples), 5e-7))
    for _ in 0..<60 {
      let first = step(from: shares)
      let second = step(from: first)
      if largestChange(first, second) < tolerance {
        shares = second
        break
      }
      shares = step(from: extrapolated(shares, first, second))
    }
    return (0..<draws).map { lane in
      let own = shares.map { Double($0[lane]) }
      let total = own.reduce(0, +)
      return own.map { $0 / total }
    }
  }

  private func largestChange(_ a: [Lanes], _ b: [Lanes]) -> Float {
    var largest = Lanes.zero
    for index in a.indices {
      let change = b[index] - a[index]
      largest = pointwiseMax(largest, pointwiseMax(change, -change))
    }
    return (0..<draws).reduce(0) { max($0, largest[$1]) }
  }

  /// SQUAREM's step; EM's own one after it makes good what was too far.
  private func extrapolated(_ start: [Lanes], _ first: [Lanes], _ second: [Lanes]) -> [Lanes] {
    var moved = Lanes.zero
    var bent = Lanes(repeating: 1e-30)
    for index in start.indices {
      let move = first[index] - start[index]
      let bend = second[index] - first[index] - move
      moved += move * move
      bent += bend * bend
    }
    var length = (moved / bent).squareRoot()
    length.clamp(lowerBound: Lanes(repeating: 1), upperBound: Lanes(repeating: 32))
    var next = start
    var total = Lanes.zero
    for index in start.indices {
      let move = first[index] - start[index]
      let bend = second[index] - first[index] - move
      let value = start[index] + 2 * length * move + length * length * bend
      next[index] = pointwiseMax(value, second[index] * 0.05)
      total += next[index]
    }
    for index in next.indices { next[index] /= total }
    return next
  }

  private func step(from shares: [Lanes]) -> [Lanes] {
    let weights = shares.indices.map { shares[$0] * inverses[$0] }
    var sums = [Lanes](repeating: .zero, count: shares.count)
    weights.withUnsafeBufferPointer { weights in
      sums.withUnsafeMutableBufferPointer { sums in
        counts.withUnsafeBufferPointer { counts in
          rows.columns.withUnsafeBufferPointer { columns in
            rows.values.withUnsafeBufferPointer { values in
              guard let weights = weights.baseAddress, let sums = sums.baseAddress,
                let counts = counts.baseAddress, let columns = columns.baseAddress,
                let values = values.baseAddress
              else { return }
              for row in 0..<rows.samples {
                let begin = rows.starts[row]
                let end = rows.starts[row + 1]
                var density = Lanes(repeating: 1e-30)
                for entry in begin..<end {
                  density += weights[Int(columns[entry])] * values[entry]
                }
                let factor = counts[row] / density
                for entry in begin..<end {
                  sums[Int(columns[entry])] += factor * values[entry]
                }
              }
            }
          }
        }
      }
    }
    var total = Lanes(repeating: 1e-30)
    for index in sums.indices {
      sums[index] *= weights[index]
      total += sums[index]
    }
    for index in sums.indices { sums[index] /= total }
    return sums
  }
}
