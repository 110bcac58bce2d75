/// How each figure is defined, in a few signs, by its key.
struct MetricConventions {
  private let strings: [String: String]
  private let suffix: String

  init(_ settings: MetricSettings) {
    let width = settings.binning.convention
    let plain = Binning.equalWidth(settings.bins).convention
    let mass = Binning.equalMass(settings.bins).convention
    let norm = settings.norm.rawValue
    var strings = Scorecard.conventions(bins: settings.bins)
    strings.merge([
      "ece": "ece/top-label/\(norm)/\(width)",
      "mce": "ece/top-label/max/\(width)",
      "ece_l2": "ece/top-label/l2/\(width)",
      "ece_debiased": "ece-minus-null-mean/top-label/\(norm)/\(width)",
      "adaptive_ece": "ece/top-label/\(norm)/\(mass)"
        + (settings.isStreaming ? "/cells\(ScorecardState.cellCount)" : ""),
      "classwise_ece": "ece/class-mean/\(norm)/\(plain)",
      "overconfidence_error": "overconfidence/top-label/\(width)",
      "underconfidence_error": "underconfidence/top-label/\(width)",
      "smooth_ece": "smooth-ece/top-label/reflected-gaussian/width=value",
      "kernel_error": "skce/top-label/laplacian0.2/unbiased",
      "brier_calibration": "brier-calibration/class-sum/\(plain)",
      "brier_refinement": "brier-minus-calibration/class-sum/\(plain)",
      "auroc": "auroc/correct-by-confidence/ties-half",
      "aurc": "aurc/mean-over-coverage/ties-together",
    ]) { $1 }
    self.strings = strings
    suffix = settings.testPrior == nil ? "" : "/re-weighted"
  }

  subscript(name: String) -> String { (strings[name] ?? name) + suffix }
}
