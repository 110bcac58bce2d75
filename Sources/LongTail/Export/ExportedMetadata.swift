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
      entries["longtail.resize"] = Self.framing(of: recipe.data, height: height, width: width)
    }
    if let correction { entries["longtail.prior_offsets"] = try json(correction.offsets) }
    let measured = try Evaluation.read(trained.run.evaluationPath).results
    if let result = measured.first(where: { ($0.calibrator ?? "none") == calibrator ?? "none" }) {
      entries["longtail.test_figures"] = try json(result)
    }
    self.entries = entries
  }

  /// How a picture of any size is to be brought to the network's.
  private static func framing(of data: DataSettings, height: Int, width: Int) -> String {
    var shorterSide = min(height, width)
    switch data.framing.evaluation.item {
    case let framing as ResizeCenterCrop: shorterSide = framing.shorterSide
    case is SquaredFraming where data.pictureFit == .squash:
      return "both sides to \(height)x\(width), antialiased"
    case is SquaredFraming: break
    default: return data.framing.evaluation.name
    }
    return "shorter side to \(shorterSide), antialiased; middle \(height)x\(width) cut out"
  }
}
