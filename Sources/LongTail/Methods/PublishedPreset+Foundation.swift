extension PublishedPreset {
  /// What LIFT and LIFT+ publish for their four sets: they differ in epochs, rate, augmentations and filter.
  /// - Parameters:
  ///   - epochs: for all sets but iNaturalist 2018, and for that.
  ///   - filter: what pictures are resized by.
  ///   - stage: of the method, for a number of epochs.
  /// - Returns: a preset for each set, CIFAR's at each imbalance factor.
  static func foundation(
    epochs: (usual: Int, iNaturalist: Int), filter: PictureFilter, _ stage: (Int) -> Stage
  ) -> [PublishedPreset] {
    let sets: [(dataset: String, factor: Double?)] = [
      ("CIFAR-100-LT", 10), ("CIFAR-100-LT", 50), ("CIFAR-100-LT", 100), ("ImageNet-LT", nil),
      ("Places-LT", nil), ("iNaturalist 2018", nil),
    ]
    return sets.map { set in
      PublishedPreset(
        dataset: set.dataset, imbalanceFactor: set.factor, network: VisionTransformer.name,
        batchSize: 128,
        stages: [stage(set.dataset.hasPrefix("iNat") ? epochs.iNaturalist : epochs.usual)],
        lacks: [
          "text features of CLIP to begin the classifier with (beginning=semantic-directions reads a file of such)",
          "CLIP's weights, which --backbone reads", "training in half precision",
        ],
        // Five crops of the picture whose shorter side has 24 pixels more than the network's.
        framing: { side in
          FramingSettings(
            training: NativeFraming(), evaluation: FiveCrop(shorterSide: side + 24), filter: filter)
        })
    }
  }
}
