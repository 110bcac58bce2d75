import Foundation

/// Class weights by the effective number of samples (Cui, Jia, Lin, Song, Belongie, CVPR 2019, eq. 2):
/// `(1 − β) / (1 − βⁿ)`, divided by their mean.
/// - Parameters:
///   - classCounts: training samples of each class, each ≥ 1.
///   - beta: β, in [0, 1); 0 gives ones.
/// - Returns: a weight a class, with mean 1.
func effectiveNumberWeights(classCounts: [Int], beta: Double) -> [Double] {
  // 1 − βⁿ without cancellation.
  let raw = classCounts.map {
    beta == 0 ? 1 : (1 - beta) / -expm1(Double($0) * log(beta))
  }
  let mean = raw.reduce(0, +) / Double(raw.count)
  return raw.map { $0 / mean }
}
