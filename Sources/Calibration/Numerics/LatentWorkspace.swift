/// Memory for one block of inputs of a latent function, four of them in each vector.
///
/// Behind the last input the vectors hold zeros, whose derivatives are zero as well.
struct LatentWorkspace: ~Copyable {
  private typealias Lanes = SIMD4<Double>

  private let points: Int
  private let vectors: Int
  private let memory: UnsafeMutablePointer<Lanes>

  /// `[vectors]` each, and `[points, vectors]` for kernel values k and for B k.
  private let inputs: UnsafeMutablePointer<Lanes>
  private let meanLanes: UnsafeMutablePointer<Lanes>
  private let varianceLanes: UnsafeMutablePointer<Lanes>
  private let byMeanLanes: UnsafeMutablePointer<Lanes>
  private let byVarianceLanes: UnsafeMutablePointer<Lanes>
  private let kernels: UnsafeMutablePointer<Lanes>
  private let products: UnsafeMutablePointer<Lanes>
  /// Sums over all blocks: by w `[points]`, by B `[points, points]` (first index ≤ second), moved
  /// `[points]`, stretched, scaled, variances.
  private let totals: UnsafeMutablePointer<Lanes>

  /// Of the block's inputs, in their order: latent means (first the prior's) and variances, and the
  /// derivatives by them.
  var means: UnsafeMutablePointer<Double> { Self.scalars(meanLanes) }
  var variances: UnsafeMutablePointer<Double> { Self.scalars(varianceLanes) }
  var byMean: UnsafeMutablePointer<Double> { Self.scalars(byMeanLanes) }
  var byVariance: UnsafeMutablePointer<Double> { Self.scalars(byVarianceLanes) }

  /// For up to `capacity` inputs at a time.
  init(capacity: Int, _ latent: LatentFunction) {
    points = latent.count
    vectors = (capacity + Lanes.scalarCount - 1) / Lanes.scalarCount
    let total = (5 + 2 * points) * vectors + points * (points + 2) + 3
    memory = .allocate(capacity: total)
    memory.initialize(repeating: .zero, count: total)
    inputs = memory
    meanLanes = inputs + vectors
    varianceLanes = meanLanes + vectors
    byMeanLanes = varianceLanes + vectors
    byVarianceLanes = byMeanLanes + vectors
    kernels = byVarianceLanes + vectors
    products = kernels + points * vectors
    totals = products + points * vectors
  }

  deinit {
    memory.deallocate()
  }

  private static func scalars(
    _ lanes: UnsafeMutablePointer<Lanes>
  ) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Double.self)
  }

  /// Takes in a block, no longer than the capacity.
  func load(_ values: [Double], _ priorMeans: [Double], _ range: Range<Int>) {
    let inputs = Self.scalars(inputs)
    for (place, index) in range.enumerated() {
      inputs[place] = values[index]
      means[place] = priorMeans[index]
    }
    for place in range.count..<vectors * Lanes.scalarCount {
      (inputs[place], means[place], byMean[place], byVariance[place]) = (0, 0, 0, 0)
    }
  }

  /// Latent means and variances at all inputs.
  func evaluate(_ latent: LatentFunction) {
    let scale = Lanes(repeating: -0.5 * latent.inverseLengthscale * latent.inverseLengthscale)
    let variance = Lanes(repeating: latent.kernelVariance)
    for vector in 0..<vectors {
      let input = inputs[vector]
      var mean = meanLanes[vector]
      for point in 0..<points {
        let distance = input - latent.inducingInputs[point]
        let kernel = variance * exponential(distance * distance * scale)
        kernels[vector * points + point] = kernel
        mean += kernel * latent.weights[point]
      }
      meanLanes[vector] = mean
      let block = kernels + vector * points
      var sum = Lanes(repeating: latent.kernelVariance + latent.noise)
      for point in 0..<points {
        var product = Lanes.zero
        for other in 0..<points { product += block[other] * latent.form[point * points + other] }
        products[vector * points + point] = product
        sum += product * block[point]
      }
      varianceLanes[vector] = sum
    }
  }

  /// Adds what follows from the derivatives by means and variances.
  func addDerivatives(_ latent: LatentFunction) {
    let byWeights = totals
    let byForm = byWeights + points
    let moved = byForm + points * points
    let rest = moved + points
    for vector in 0..<vectors {
      let block = kernels + vector * points
      let input = inputs[vector]
      let byMean = byMeanLanes[vector]
      let byVariance = byVarianceLanes[vector]
      let twice = byVariance + byVariance
      rest[2] += byVariance
      var stretched = Lanes.zero
      var scaled = Lanes.zero
      for point in 0..<points {
        let kernel = block[point]
        byWeights[point] += byMean * kernel
        let product =
          (byMean * latent.weights[point] + twice * products[vector * points + point]) * kernel
        let distance = input - latent.inducingInputs[point]
        let shifted = product * distance
        moved[point] += shifted
        stretched += shifted * distance
        scaled += product
        let spread = byVariance * kernel
        for other in point..<points { byForm[point * points + other] += spread * block[other] }
      }
      rest[0] += stretched
      rest[1] += scaled
    }
  }

  /// Adds the sums over all blocks; once, at the end.
  func finish(_ sums: inout LatentSums) {
    let form = totals + points
    let moved = form + points * points
    let rest = moved + points
    for point in 0..<points {
      sums.weights[point] += totals[point].sum()
      sums.moved[point] += moved[point].sum()
      for other in 0..<points {
        sums.form[point * points + other] +=
          form[min(point, other) * points + max(point, other)].sum()
      }
    }
    sums.stretched += rest[0].sum()
    sums.scaled += rest[1].sum()
    sums.variances += rest[2].sum()
  }
}
