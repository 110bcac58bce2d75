extension ChanceEvidence {
  /// What to try where nothing was learned, the likeliest to help first.
  var advice: [String] {
    var advice = statisticsLag.map { Array($0.advice.prefix(1)) } ?? []
    let counts = data.training.samples.classCounts
    let samples = counts.reduce(0, +)
    if let pretrained = recipe.pretrained {
      let tuning = recipe.model.tuning?.item
      advice.append(
        "whether \(pretrained.path) was trained on such pictures, normalised by pretrained.mean=\(pretrained.mean) and "
          + "pretrained.deviation=\(pretrained.deviation)")
      if recipe.model.backbone.item is VisionTransformer {
        advice.append(
          "the other activation (model.backbone.activation), which files of CLIP do not tell")
      }
      if tuning is LinearProbe, samples >= RecommendedTraining.adaptedSamples {
        let wider =
          recipe.model.backbone.item is VisionTransformer ? AdaptFormer.name : NormTuning.name
        advice.append("letting more of the backbone train: --set model.tuning=\(wider)")
      }
      if let tuning = tuning as? FullTuning {
        let decay = tuning.layerDecay == nil ? " and model.tuning.layerDecay=0.7" : ""
        advice.append("a hundredth of the learning rate, as all of the backbone trains\(decay)")
      }
    } else if case .pictures = data.training.samples.samples {
      advice.append("beginning with what others have trained: --backbone FILE")
    }
    if steps < 1000, let epochs = recipe.stages.first?.epochs {
      advice.append("a longer training: --epochs \(4 * epochs)")
    }
    if samples < 50 * counts.count { advice.append("fewer classes, or more samples of each") }
    advice.append("whether labels and pictures belong together: longtail data describe")
    return advice
  }
}
