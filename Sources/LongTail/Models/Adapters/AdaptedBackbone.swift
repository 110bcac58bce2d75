import Torch

/// A backbone as a network is built of it, with what the recipe's tuning adds to its blocks.
struct AdaptedBackbone {
  /// The backbone without additions.
  let backbone: any Backbone
  /// What is added, and to which transformer; none for tunings that choose among a backbone's own parameters.
  private let addition: (tuning: any TransformerTuning, transformer: VisionTransformer)?
  /// Classes of the task.
  private let classes: Int

  /// - Throws: ``SettingsError`` for a tuning of transformers on another backbone.
  init(_ settings: ModelSettings, classes: Int) throws {
    backbone = settings.backbone.backbone
    self.classes = classes
    guard let tuning = settings.tuning?.item as? any TransformerTuning else {
      addition = nil
      return
    }
    guard let transformer = backbone as? VisionTransformer else {
      throw SettingsError(
        "tuning",
        "\(type(of: tuning).name) adds to the blocks of a transformer; the backbone is "
          + "\(settings.backbone.name), for which linear-probe, bitfit, norm and full are")
    }
    addition = (tuning, transformer)
  }

  /// One block with fresh parameters.
  func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    guard let (tuning, transformer) = addition else {
      return backbone.block(index, of: part, for: input, at: path)
    }
    return transformer.block(index, for: input, at: path) {
      tuning.adapter(
        in: TransformerPlace(transformer: transformer, block: index, classes: classes), at: $0)
    }
  }
}
