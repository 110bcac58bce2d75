extension PublishedTable {
  /// Every method that needs no trained weights, with the figure that its own source or a later table gives for it.
  static let methodsCIFAR = PublishedTable(
    name: "methods/cifar-100-lt",
    summary: "every method here that trains from scratch on CIFAR-100-LT",
    source: "Each method's own, as longtail list methods --method NAME shows them",
    columns: Column.cifar("CIFAR-100-LT", methodsFactors, network: nil),
    rows: trainedFromScratch.map { method in
      let results = method.results.filter { $0.dataset == CIFAR100.name }
      let figures = methodsFactors.map { factor in
        results.first { $0.imbalanceFactor == Double(factor) }
      }
      return Row(
        method.name, .method(method.name), epochs: figures.compactMap { $0 }.first?.epochs ?? [],
        // Where nothing was published there is something to measure nevertheless.
        figures.map {
          PublishedFigure($0.map { percent($0.accuracy) }, $0?.calibrationError.map(percent))
        })
    },
    conditions: [
      "The figures come from many papers, with other schedules, augmentations, networks and rules for the epoch: they "
        + "compare to their own row, not to each other."
    ])

  private static let methodsFactors = [100]

  private static var trainedFromScratch: [any Method.Type] {
    Methods.builtIn.filter {
      $0.init().plan(for: .cifar100).model.backbone.name != VisionTransformer.name
    }
  }

  /// With the two decimals that papers print at most.
  private static func percent(_ share: Double) -> Double { (share * 10_000).rounded() / 100 }
}
