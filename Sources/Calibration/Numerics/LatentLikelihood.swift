import Foundation

/// Expected log-likelihood of labels under softmax of a latent function of each class's input, by its
/// second-order Taylor expansion, and its derivatives.
struct LatentLikelihood {
  typealias Lanes = SIMD4<Double>

  /// `samples × classes`
  let inputs: [Double]
  /// Of the latent function, at each input.
  let priorMeans: [Double]
  let labels: [Int]
  let weights: [Double]
  let classes: Int

  /// Inputs that are worked on together, so that what belongs to them stays in the nearest cache.
  private static let blockSize = 128

  func sums(_ latent: LatentFunction) -> LatentSums {
    RowChunks.map(rows: labels.count, columns: classes * latent.count) { rows in
      let block = max(Self.blockSize / classes, 1)
      let work = LatentWorkspace(capacity: block * classes, latent)
      var sums = LatentSums(count: latent.count)
      for begin in stride(from: rows.lowerBound, to: rows.upperBound, by: block) {
        let part = begin..<min(begin + block, rows.upperBound)
        work.load(inputs, priorMeans, part.lowerBound * classes..<part.upperBound * classes)
        work.evaluate(latent)
        for row in part { addRow(row, at: (row - begin) * classes, work, &sums) }
        work.addDerivatives(latent)
      }
      work.finish(&sums)
      return sums
    }.reduce(into: LatentSums(count: latent.count)) { $0 += $1 }
  }

  /// The value of one sample, and its derivatives by the latent means and variances of its classes.
  @inline(__always)
  private func addRow(
    _ row: Int, at begin: Int, _ work: borrowing LatentWorkspace, _ sums: inout LatentSums
  ) {
    let means = work.means + begin
    let variances = work.variances + begin
    let byMean = work.byMean + begin
    let byVariance = work.byVariance + begin
    let weight = weights[row]
    guard weight > 0 else {
      for column in 0..<classes { (byMean[column], byVariance[column]) = (0, 0) }
      return
    }
    var highest = means[0]
    for column in 1..<max(classes, 1) { highest = max(highest, means[column]) }
    var total = 0.0
    for column in 0..<classes {
      let raised = exp(means[column] - highest)
      byMean[column] = raised
      total += raised
    }
    let label = labels[row]
    var term = means[label] - highest - log(total)
    var blend = 0.0
    for column in 0..<classes {
      let share = byMean[column] / total
      byMean[column] = share
      let half = 0.5 * variances[column]
      term += (share * share - share) * half
      blend += share * (2 * share - 1) * half
    }
    sums.value += weight * term
    for column in 0..<classes {
      let share = byMean[column]
      byVariance[column] = weight * 0.5 * (share * share - share)
      byMean[column] =
        weight
        * ((column == label ? 1 : 0) - share + share
          * (0.5 * (2 * share - 1) * variances[column] - blend))
    }
  }
}

/// The likelihood and its derivatives by what a latent function is made of.
struct LatentSums {
  var value = 0.0
  /// By w.
  var weights: [Double]
  /// By B, row-major.
  var form: [Double]
  /// Σ k̄ k (x − z), one an inducing input, where k̄ is the derivative by the kernel value k.
  var moved: [Double]
  /// Σ k̄ k (x − z)²
  var stretched = 0.0
  /// Σ k̄ k
  var scaled = 0.0
  /// Sum of the derivatives by the variances at all inputs.
  var variances = 0.0

  init(count: Int) {
    weights = [Double](repeating: 0, count: count)
    moved = weights
    form = [Double](repeating: 0, count: count * count)
  }

  static func += (total: inout LatentSums, part: LatentSums) {
    total.value += part.value
    total.stretched += part.stretched
    total.scaled += part.scaled
    total.variances += part.variances
    for index in total.weights.indices {
      total.weights[index] += part.weights[index]
      total.moved[index] += part.moved[index]
    }
    for index in total.form.indices { total.form[index] += part.form[index] }
  }
}
