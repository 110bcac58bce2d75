/// How many pictures are made for each class, and of which ones.
struct ForegroundPlan: Sendable, Equatable {
  /// Pictures to make for each class.
  let counts: [Int]

  /// As many as bring each class to n_max + n_min; with a threshold, at most so many, and none for classes that have as many
  /// already (Zhang et al., AAAI 2021, the authors' code: without one on CIFAR, 100 on ImageNet-LT).
  /// - Parameters:
  ///   - classCounts: training samples of each class, each ≥ 1.
  ///   - threshold: ≥ 1, or none.
  init(classCounts: [Int], threshold: Int?) {
    let full = (classCounts.max() ?? 0) + (classCounts.min() ?? 0)
    counts = classCounts.map { count in
      guard let threshold else { return full - count }
      return count >= threshold ? 0 : min(full - count, threshold)
    }
  }

  /// Pictures to make in all.
  var total: Int { counts.reduce(0, +) }

  /// The class of each picture to make, class by class.
  var labels: [Int] { counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) } }
}
