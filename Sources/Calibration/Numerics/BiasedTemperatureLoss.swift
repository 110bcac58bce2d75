import Foundation

/// Weighted cross-entropy of softmax(β z + b) and its derivatives by β and b, summed over samples.
struct BiasedTemperatureLoss {
  private(set) var value = 0.0
  private(set) var slopeOfScale = 0.0
  /// By the offsets, one a class.
  private(set) var slopes: [Double]

  private init(classes: Int) { slopes = [Double](repeating: 0, count: classes) }

  init(scale: Double, offsets: [Double], _ predictions: Predictions, weights: [Double]) {
    let classes = offsets.count
    self.init(classes: classes)
    let parts = predictions.logits.withUnsafeValues { values in
      RowChunks.map(rows: predictions.labels.count, columns: 4 * classes) { rows in
        var part = BiasedTemperatureLoss(classes: classes)
        guard let base = values.baseAddress else { return part }
        let row = BiasedRow(classes: classes, offsets: offsets)
        for sample in rows where weights[sample] > 0 {
          row.load(base + sample * classes)
          part.add(row, label: predictions.labels[sample], weight: weights[sample], scale: scale)
        }
        row.addSlopes(to: &part.slopes)
        return part
      }
    }
    for part in parts {
      value += part.value
      slopeOfScale += part.slopeOfScale
      for index in slopes.indices { slopes[index] += part.slopes[index] }
    }
  }

  @inline(__always)
  private mutating func add(
    _ row: borrowing BiasedRow, label: Int, weight: Double, scale: Double
  ) {
    let sums = row.raise(scale: scale, weight: weight)
    value += weight * (log(sums.total) + sums.highest - row.score(label, scale: scale))
    slopeOfScale += weight * (sums.mean - row.input(label))
    row.subtract(weight, from: label)
  }
}

/// One row of inputs as whole vectors, with the sums that its samples leave behind.
private struct BiasedRow: ~Copyable {
  private typealias Lanes = SIMD4<Double>

  private let classes: Int
  private let vectors: Int
  private let inputs: UnsafeMutablePointer<Lanes>
  private let offsets: UnsafeMutablePointer<Lanes>
  private let raised: UnsafeMutablePointer<Lanes>
  private let slopes: UnsafeMutablePointer<Lanes>

  init(classes: Int, offsets values: [Double]) {
    self.classes = classes
    vectors = (classes + 3) / 4
    inputs = .allocate(capacity: vectors)
    offsets = .allocate(capacity: vectors)
    raised = .allocate(capacity: vectors)
    slopes = .allocate(capacity: vectors)
    for target in [inputs, raised, slopes] { target.initialize(repeating: .zero, count: vectors) }
    // Padding has so low an offset that its exponential is 0.
    offsets.initialize(repeating: Lanes(repeating: -1e30), count: vectors)
    for index in 0..<classes { offsets[index / 4][index % 4] = values[index] }
  }

  deinit {
    for target in [inputs, offsets, raised, slopes] { target.deallocate() }
  }

  @inline(__always)
  func load(_ row: UnsafePointer<Float>) {
    FiniteLogits.copy(
      row, count: classes, to: UnsafeMutableRawPointer(inputs).assumingMemoryBound(to: Double.self))
  }

  @inline(__always)
  func input(_ label: Int) -> Double { inputs[label / 4][label % 4] }

  @inline(__always)
  func score(_ label: Int, scale: Double) -> Double {
    scale * input(label) + offsets[label / 4][label % 4]
  }

  /// Adds the weighted probabilities to the slopes.
  @inline(__always)
  func raise(scale: Double, weight: Double) -> (total: Double, highest: Double, mean: Double) {
    var highest = Lanes(repeating: -.infinity)
    for index in 0..<vectors {
      let score = inputs[index] * scale + offsets[index]
      raised[index] = score
      highest.replace(with: score, where: score .> highest)
    }
    let shift = highest.max()
    var total = Lanes.zero
    var first = Lanes.zero
    for index in 0..<vectors {
      let power = exponential(raised[index] - shift)
      raised[index] = power
      total += power
      first += power * inputs[index]
    }
    let sum = total.sum()
    let factor = weight / sum
    for index in 0..<vectors { slopes[index] += raised[index] * factor }
    return (sum, shift, first.sum() / sum)
  }

  @inline(__always)
  func subtract(_ weight: Double, from label: Int) { slopes[label / 4][label % 4] -= weight }

  func addSlopes(to total: inout [Double]) {
    for index in 0..<classes { total[index] += slopes[index / 4][index % 4] }
  }
}
