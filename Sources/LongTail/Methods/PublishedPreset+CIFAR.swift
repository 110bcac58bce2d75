extension PublishedPreset {
  /// A method's own plan for CIFAR-10-LT and CIFAR-100-LT, at the imbalance factors of the tables; `network` is the
  /// authors' where it is another than the plan's.
  static func cifar(
    _ method: some Method, classes: [Int] = [10, 100], network: String? = nil, lacks: [String] = []
  ) -> [PublishedPreset] {
    classes.flatMap { classes in
      [10.0, 50, 100].map { factor in
        let plan = method.plan(
          for: TaskDescription(
            dataset: "cifar\(classes)", input: .picture(height: 32, width: 32, channels: 3),
            classes: classes, imbalanceFactor: factor))
        return PublishedPreset(
          dataset: "CIFAR-\(classes)-LT", imbalanceFactor: factor,
          network: network ?? plan.model.backbone.name, batchSize: plan.batchSize,
          stages: plan.stages,
          lacks: lacks)
      }
    }
  }
}
