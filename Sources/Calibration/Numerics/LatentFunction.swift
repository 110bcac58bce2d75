/// The posterior of a sparse Gaussian process as a function of the kernel values k at a point: its mean is
/// w·k beside the prior's, its variance v + noise + kᵀ B k.
///
/// With K = L Lᵀ the kernel of the inducing inputs, w = L⁻ᵀ m and B = L⁻ᵀ (S − I) L⁻¹: small, and the same
/// for all points.
struct LatentFunction {
  let inducingInputs: [Double]
  let inverseLengthscale: Double
  /// v, the kernel at distance 0.
  let kernelVariance: Double
  let noise: Double
  /// w
  let weights: [Double]
  /// B, symmetric, row-major.
  let form: [Double]

  var count: Int { inducingInputs.count }

  /// `lower` is the process's Cholesky factor.
  init(_ process: SparseGaussianProcess, lower: [Double]) {
    let count = process.count
    let triangle = LowerTriangle(values: lower, count: count)
    inducingInputs = process.inducingInputs
    inverseLengthscale = 1 / process.lengthscale
    kernelVariance = process.variance
    noise = process.noise
    weights = triangle.backward(process.means)
    // Row j of (S − I)^½ L⁻¹ … as columns of L⁻ᵀ: B = Σⱼ (sⱼ² − 1) uⱼ uⱼᵀ with uⱼ = L⁻ᵀ eⱼ.
    var form = [Double](repeating: 0, count: count * count)
    for j in 0..<count {
      var unit = [Double](repeating: 0, count: count)
      unit[j] = 1
      let column = triangle.backward(unit)
      let factor = process.deviations[j] * process.deviations[j] - 1
      for a in 0..<count {
        for b in 0..<count { form[a * count + b] += factor * column[a] * column[b] }
      }
    }
    self.form = form
  }
}

/// A lower triangle, row-major, and the systems that it solves.
struct LowerTriangle {
  let values: [Double]
  let count: Int

  /// L⁻¹ g
  func forward(_ vector: [Double]) -> [Double] {
    var result = vector
    for i in 0..<count {
      for j in 0..<i { result[i] -= values[i * count + j] * result[j] }
      result[i] /= values[i * count + i]
    }
    return result
  }

  /// L⁻ᵀ g
  func backward(_ vector: [Double]) -> [Double] {
    var result = vector
    for i in (0..<count).reversed() {
      for j in i + 1..<max(count, i + 1) { result[i] -= values[j * count + i] * result[j] }
      result[i] /= values[i * count + i]
    }
    return result
  }
}

/// Derivatives of the likelihood by the parameters of the process.
struct LatentSlopes {
  private(set) var inducingInputs: [Double]
  private(set) var means: [Double]
  private(set) var squaredDeviations: [Double]
  private(set) var lengthscale: Double
  private(set) var variance: Double
  private(set) var noise: Double

  /// Carries the derivatives by w, B and the kernel values back to the parameters, through the Cholesky
  /// factor `lower`.
  init(
    _ sums: LatentSums, latent: LatentFunction, process: SparseGaussianProcess, lower: [Double]
  ) {
    let count = process.count
    let triangle = LowerTriangle(values: lower, count: count)
    let inverseSquare = latent.inverseLengthscale * latent.inverseLengthscale
    inducingInputs = sums.moved.map { $0 * inverseSquare }
    lengthscale = sums.stretched * inverseSquare * latent.inverseLengthscale
    variance = sums.scaled / process.variance + sums.variances
    noise = sums.variances
    means = triangle.forward(sums.weights)
    // M = B̄ L⁻ᵀ, row by row: (L⁻¹ B̄ L⁻ᵀ)ⱼⱼ is the derivative by sⱼ², −2 B M the one by L.
    var product = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      let row = triangle.forward(Array(sums.form[i * count..<(i + 1) * count]))
      for j in 0..<count { product[i * count + j] = row[j] }
    }
    squaredDeviations = (0..<count).map { j in
      triangle.forward((0..<count).map { product[$0 * count + j] })[j]
    }
    var byLower = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        var sum = -latent.weights[i] * means[j]
        for k in 0..<count { sum -= 2 * latent.form[i * count + k] * product[k * count + j] }
        byLower[i * count + j] = sum
      }
    }
    addKernel(process, triangle, byLower: byLower)
  }

  /// Carries the derivative by L back through the Cholesky factorisation to the kernel's parameters.
  private mutating func addKernel(
    _ process: SparseGaussianProcess, _ triangle: LowerTriangle, byLower: [Double]
  ) {
    let count = process.count
    // Φ(Lᵀ L̄): lower triangle, diagonal halved.
    var inner = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0...i {
        var sum = 0.0
        for k in i..<count { sum += triangle.values[k * count + i] * byLower[k * count + j] }
        inner[i * count + j] = i == j ? sum / 2 : sum
      }
    }
    // L⁻ᵀ Φ L⁻¹: its columns, then its rows.
    for j in 0..<count {
      let column = triangle.backward((0..<count).map { inner[$0 * count + j] })
      for i in 0..<count { inner[i * count + j] = column[i] }
    }
    for i in 0..<count {
      let row = triangle.backward(Array(inner[i * count..<(i + 1) * count]))
      for j in 0..<count { inner[i * count + j] = row[j] }
    }
    let inverseSquare = 1 / (process.lengthscale * process.lengthscale)
    for i in 0..<count {
      noise += inner[i * count + i]
      for j in 0..<count {
        let bar = 0.5 * (inner[i * count + j] + inner[j * count + i])
        let distance = process.inducingInputs[i] - process.inducingInputs[j]
        let product =
          bar * process.kernel(process.inducingInputs[i], process.inducingInputs[j])
        variance += product / process.variance
        lengthscale += product * distance * distance * inverseSquare / process.lengthscale
        inducingInputs[i] -= 2 * product * distance * inverseSquare
      }
    }
  }
}
