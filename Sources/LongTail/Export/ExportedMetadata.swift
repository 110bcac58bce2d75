import Calibration
import Foundation

/// What an exported file says of itself: enough to prepare pictures for it and to know where it comes from.
struct ExportedMetadata {
  let entries: [String: String]

  init(
    _ trained: TrainedModel, calibrator: String?, input: ExportedInput,
    correction: PriorCorrection?
  ) throws {
    let recipe = trained.recipe
    let description = trained.description
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func json(_ value: some Encodable) throws -> String {
      String(decoding: try encoder.encode(value), as: UTF8.self)
    }
    var entries = [
      "longtail.method": recipe.method,
      "longtail.backbone": recipe.model.backbone.name,
      "longtail.labels": try json(description.classNames),
      "longtail.class_counts": try json(description.publishedCounts),
      "longtail.split": description.split.sha256,
      "longtail.calibrator": calibrator ?? "none",
      "longtail.prior_exponent": "\(recipe.priorExponent)",
    ]
    if case .picture(let height, let width, let channels) = description.input {
      entries["longtail.input"] = input.rawValue
      entries["longtail.mean"] = try json(description.normalization.mean)
      entries["longtail.deviation"] = try json(description.normalization.deviation)
      entries["longtail.color_order"] = channels == 3 ? "RGB" : "grey"
      let frame = recipe.data.frame(PictureSize(height: height, width: width))
      entries["longtail.resize"] = recipe.data.framing.evaluation.framing.words(for: frame)
    }
    if let correction { entries["longtail.prior_offsets"] = try json(correction.offsets) }
    let measured = try trained.run.evaluation().results
    if let result = measured.first(where: { ($0.calibrator ?? "none") == calibrator ?? "none" }) {
      entries["longtail.test_figures"] = try json(result)
    }
    self.entries = entries
  }
}
