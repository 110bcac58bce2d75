import Foundation

/// The negative evidence lower bound: expected log-likelihood by its second-order Taylor expansion, minus
/// the divergence from the prior.
struct GaussianProcessObjective {
  /// `samples × classes`
  let inputs: [Double]
  let input: GaussianProcessCalibration.Input
  private let likelihood: LatentLikelihood

  /// - Parameters:
  ///   - inputs: `samples × classes`.
  ///   - input: what they are.
  ///   - labels: `[samples]`, in `0 ..< classes`.
  ///   - weights: `[samples]`, 0 or more.
  ///   - classes: how many.
  init(
    inputs: [Double], input: GaussianProcessCalibration.Input, labels: [Int], weights: [Double],
    classes: Int
  ) {
    self.inputs = inputs
    self.input = input
    likelihood = LatentLikelihood(
      inputs: inputs, priorMeans: inputs.map { input.priorMean($0) }, labels: labels,
      weights: weights, classes: classes)
  }

  /// Value and gradient by the free parameters; lengthscale and noise are held where they are unless
  /// `fitsKernel`.
  func evaluate(_ point: [Double], fitsKernel: Bool = true) -> (value: Double, gradient: [Double]) {
    let process = GaussianProcessParameters.process(point, input: input)
    let count = process.count
    guard let lower = process.cholesky() else {
      return (.infinity, [Double](repeating: 0, count: point.count))
    }
    let latent = LatentFunction(process, lower: lower)
    let sums = likelihood.sums(latent)
    let slopes = LatentSlopes(sums, latent: latent, process: process, lower: lower)
    var value = -sums.value
    var gradient = [Double](repeating: 0, count: point.count)
    for index in 0..<count {
      let squared = process.deviations[index] * process.deviations[index]
      value += 0.5 * (process.means[index] * process.means[index] + squared - 1 - log(squared))
      gradient[index] = -slopes.inducingInputs[index]
      gradient[count + index] = process.means[index] - slopes.means[index]
      gradient[2 * count + index] = squared - 1 - 2 * slopes.squaredDeviations[index] * squared
    }
    let constraints = GaussianProcessParameters.constraints(input)
    gradient[3 * count] =
      -slopes.lengthscale * constraints.lengthscale.slope(process.lengthscale)
    gradient[3 * count + 1] = -slopes.variance * constraints.variance.slope(process.variance)
    gradient[3 * count + 2] = -slopes.noise * process.noise
    if !fitsKernel { (gradient[3 * count], gradient[3 * count + 2]) = (0, 0) }
    return (value, gradient)
  }
}
