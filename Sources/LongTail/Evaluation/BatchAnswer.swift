import Torch

/// What a model says about one batch of an evaluation, as plain numbers.
struct BatchAnswer {
  /// Positions of the batch's samples.
  let samples: Range<Int>
  /// `[batch, classes]`
  let logits: [Float]
  /// `[batch, experts, classes]`; empty for a single network.
  let expertLogits: [Float]
  /// `[batch, width]`
  let features: [Float]
  /// How many experts the router showed each sample to; empty where all see all samples.
  let expertsUsed: [Int]

  /// Numbers of each kind that belong to one sample.
  struct Widths {
    let classes: Int
    let expertLogits: Int
    let features: Int
    let expertsUsed: Int

    init(_ model: ExpertModel, routes: Bool) {
      let experts = model.settings.experts
      classes = model.classes
      expertLogits = experts > 1 ? experts * classes : 0
      features = model.featureWidth
      expertsUsed = routes && model.router != nil ? 1 : 0
    }

    var sum: Int { classes + expertLogits + features + expertsUsed }
  }

  init(_ answer: PredictorAnswer, of samples: Range<Int>, _ widths: Widths) {
    self.samples = samples
    logits = answer.logits.to(.float32).floats
    expertLogits = widths.expertLogits > 0 ? answer.expertLogits.to(.float32).floats : []
    features = answer.features.to(.float32).floats
    expertsUsed = answer.expertsUsed ?? []
  }

  /// All numbers, one kind after the other.
  var values: [Float] { logits + expertLogits + features + expertsUsed.map(Float.init) }

  /// From the ``values`` of another process.
  init(_ values: [Float], of samples: Range<Int>, _ widths: Widths) {
    self.samples = samples
    var rest = values[...]
    func take(_ width: Int) -> [Float] {
      defer { rest = rest.dropFirst(width * samples.count) }
      return Array(rest.prefix(width * samples.count))
    }
    logits = take(widths.classes)
    expertLogits = take(widths.expertLogits)
    features = take(widths.features)
    expertsUsed = take(widths.expertsUsed).map { Int($0) }
  }
}
