import Foundation

/// The numbers that the fit of a Gaussian process moves, free of constraints.
///
/// Order: inducing inputs, m, log s, lengthscale, variance, noise.
enum GaussianProcessParameters {
  static func start(
    input: GaussianProcessCalibration.Input, inducingInputs: [Double]
  ) -> [Double] {
    let zeros = [Double](repeating: 0, count: inducingInputs.count)
    let constraints = constraints(input)
    return inducingInputs + zeros + zeros + [
      constraints.lengthscale.free(input == .probabilities ? 0.5 : 10),
      constraints.variance.free(1), Constraint.positive.free(0.01),
    ]
  }

  static func process(
    _ point: [Double], input: GaussianProcessCalibration.Input
  ) -> SparseGaussianProcess {
    let count = (point.count - 3) / 3
    let constraints = constraints(input)
    return SparseGaussianProcess(
      inducingInputs: Array(point[0..<count]),
      lengthscale: constraints.lengthscale.value(point[3 * count]),
      variance: constraints.variance.value(point[3 * count + 1]),
      noise: Constraint.positive.value(point[3 * count + 2]),
      means: Array(point[count..<2 * count]),
      deviations: point[2 * count..<3 * count].map { exp($0) })
  }

  static func constraints(
    _ input: GaussianProcessCalibration.Input
  ) -> (lengthscale: Constraint, variance: Constraint) {
    input == .probabilities
      ? (.between(0.001, 10), .between(0, 5)) : (.positive, .positive)
  }

  /// A free number for a constrained one.
  enum Constraint {
    case positive
    case between(Double, Double)

    func value(_ free: Double) -> Double {
      switch self {
      case .positive: exp(free)
      case .between(let low, let high): low + (high - low) * sigmoid(free)
      }
    }

    func free(_ value: Double) -> Double {
      switch self {
      case .positive: log(value)
      case .between(let low, let high): log((value - low) / (high - value))
      }
    }

    /// Derivative of the value by the free number, from the value.
    func slope(_ value: Double) -> Double {
      switch self {
      case .positive: value
      case .between(let low, let high): (value - low) * (high - value) / (high - low)
      }
    }
  }
}

/// The negative evidence lower bound: expected log-likelihood by its second-order Taylor expansion, minus
/// the divergence from the prior.
struct GaussianProcessObjective {
  /// `samples × classes`
  let inputs: [Double]
  let input: GaussianProcessCalibration.Input
  let labels: [Int]
  let weights: [Double]
  let classes: Int

  /// Derivatives of the likelihood part.
  private struct Sums {
    var value = 0.0
    var means: [Double]
    var squaredDeviations: [Double]
    var inducingInputs: [Double]
    var lengthscale = 0.0
    var variance = 0.0
    var noise = 0.0
    /// By L, row-major.
    var lower: [Double]

    init(count: Int) {
      means = [Double](repeating: 0, count: count)
      squaredDeviations = means
      inducingInputs = means
      lower = [Double](repeating: 0, count: count * count)
    }

    static func += (total: inout Sums, part: Sums) {
      total.value += part.value
      total.lengthscale += part.lengthscale
      total.variance += part.variance
      total.noise += part.noise
      for index in total.means.indices {
        total.means[index] += part.means[index]
        total.squaredDeviations[index] += part.squaredDeviations[index]
        total.inducingInputs[index] += part.inducingInputs[index]
      }
      for index in total.lower.indices { total.lower[index] += part.lower[index] }
    }
  }

  /// Value and gradient by the free parameters.
  func evaluate(_ point: [Double]) -> (value: Double, gradient: [Double]) {
    let process = GaussianProcessParameters.process(point, input: input)
    let count = process.count
    guard let lower = process.cholesky() else {
      return (.infinity, [Double](repeating: 0, count: point.count))
    }
    var sums = lower.withUnsafeBufferPointer { lower in
      RowChunks.map(rows: labels.count, columns: classes * count) { rows in
        part(rows, process, lower)
      }.reduce(into: Sums(count: count)) { $0 += $1 }
    }
    addKernel(process, lower, &sums)
    var value = -sums.value
    var gradient = [Double](repeating: 0, count: point.count)
    for index in 0..<count {
      let squared = process.deviations[index] * process.deviations[index]
      value += 0.5 * (process.means[index] * process.means[index] + squared - 1 - log(squared))
      gradient[index] = -sums.inducingInputs[index]
      gradient[count + index] = -sums.means[index] + process.means[index]
      gradient[2 * count + index] = -2 * sums.squaredDeviations[index] * squared + squared - 1
    }
    let constraints = GaussianProcessParameters.constraints(input)
    gradient[3 * count] =
      -sums.lengthscale * constraints.lengthscale.slope(process.lengthscale)
    gradient[3 * count + 1] = -sums.variance * constraints.variance.slope(process.variance)
    gradient[3 * count + 2] = -sums.noise * process.noise
    return (value, gradient)
  }

  private func part(
    _ rows: Range<Int>, _ process: SparseGaussianProcess, _ lower: UnsafeBufferPointer<Double>
  ) -> Sums {
    let count = process.count
    var sums = Sums(count: count)
    // Kernel values and their solutions a = L⁻¹k of one row, then what softmax needs.
    let scratch = UnsafeMutablePointer<Double>.allocate(capacity: 2 * classes * count + 4 * classes)
    defer { scratch.deallocate() }
    guard let lower = lower.baseAddress else { return sums }
    let kernels = scratch
    let solved = kernels + classes * count
    let means = solved + classes * count
    let variances = means + classes
    let shares = variances + classes
    let back = UnsafeMutablePointer<Double>.allocate(capacity: count)
    defer { back.deallocate() }
    let inverseSquare = 1 / (process.lengthscale * process.lengthscale)
    for row in rows where weights[row] > 0 {
      for column in 0..<classes {
        let score = inputs[row * classes + column]
        let kernel = kernels + column * count
        let vector = solved + column * count
        for j in 0..<count {
          kernel[j] = process.kernel(score, process.inducingInputs[j])
          vector[j] = kernel[j]
        }
        process.forward(lower, vector)
        var mean = input.priorMean(score)
        var variance = process.variance + process.noise
        for j in 0..<count {
          mean += vector[j] * process.means[j]
          variance +=
            vector[j] * vector[j] * (process.deviations[j] * process.deviations[j] - 1)
        }
        means[column] = mean
        variances[column] = variance
        shares[column] = mean
      }
      let label = labels[row]
      let weight = weights[row]
      var term = means[label] - FiniteLogits.logSumExp(means, count: classes)
      FiniteLogits.softmax(shares, count: classes)
      var blend = 0.0
      for column in 0..<classes {
        let share = shares[column]
        term += 0.5 * (share * share - share) * variances[column]
        blend += share * 0.5 * (2 * share - 1) * variances[column]
      }
      sums.value += weight * term
      for column in 0..<classes {
        let share = shares[column]
        let byVariance = weight * 0.5 * (share * share - share)
        let byMean =
          weight
          * ((column == label ? 1 : 0) - share + share
            * (0.5 * (2 * share - 1) * variances[column] - blend))
        let vector = solved + column * count
        let kernel = kernels + column * count
        sums.variance += byVariance
        sums.noise += byVariance
        for j in 0..<count {
          let squared = process.deviations[j] * process.deviations[j]
          sums.means[j] += byMean * vector[j]
          sums.squaredDeviations[j] += byVariance * vector[j] * vector[j]
          back[j] = byMean * process.means[j] + 2 * byVariance * vector[j] * (squared - 1)
        }
        process.backward(lower, back)
        for j in 0..<count {
          let distance = inputs[row * classes + column] - process.inducingInputs[j]
          let product = back[j] * kernel[j]
          sums.inducingInputs[j] += product * distance * inverseSquare
          sums.lengthscale += product * distance * distance * inverseSquare / process.lengthscale
          sums.variance += product / process.variance
          for k in 0...j { sums.lower[j * count + k] -= back[j] * vector[k] }
        }
      }
    }
    return sums
  }

  /// Carries the derivative by L back through the Cholesky factorisation to the kernel's parameters.
  private func addKernel(
    _ process: SparseGaussianProcess, _ lower: [Double], _ sums: inout Sums
  ) {
    let count = process.count
    // Φ(Lᵀ L̄): lower triangle, diagonal halved.
    var inner = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        var sum = 0.0
        for k in i..<count { sum += lower[k * count + i] * sums.lower[k * count + j] }
        inner[i * count + j] = i == j ? sum / 2 : sum
      }
    }
    // L⁻ᵀ Φ L⁻¹, column by column and then row by row.
    lower.withUnsafeBufferPointer { lower in
      guard let lower = lower.baseAddress else { return }
      var column = [Double](repeating: 0, count: count)
      for pass in 0..<2 {
        for j in 0..<count {
          for i in 0..<count { column[i] = inner[pass == 0 ? i * count + j : j * count + i] }
          column.withUnsafeMutableBufferPointer { column in
            if let column = column.baseAddress { process.backward(lower, column) }
          }
          for i in 0..<count { inner[pass == 0 ? i * count + j : j * count + i] = column[i] }
        }
      }
    }
    let inverseSquare = 1 / (process.lengthscale * process.lengthscale)
    for i in 0..<count {
      sums.noise += inner[i * count + i]
      for j in 0..<count {
        let bar = 0.5 * (inner[i * count + j] + inner[j * count + i])
        let distance = process.inducingInputs[i] - process.inducingInputs[j]
        let product =
          bar * process.kernel(process.inducingInputs[i], process.inducingInputs[j])
        sums.variance += product / process.variance
        sums.lengthscale += product * distance * distance * inverseSquare / process.lengthscale
        sums.inducingInputs[i] -= 2 * product * distance * inverseSquare
      }
    }
  }
}
