/// How pictures are brought to the size that the network takes, in training and afterwards.
public struct FramingSettings: Sendable, Codable, Equatable {
  /// What the augmentations get.
  public var training: Chosen<Framings>
  /// What answers are made of: in evaluation, prediction and calibration alike.
  public var evaluation: Chosen<Framings>
  /// Whether a JPEG file is decoded at a half, a quarter or an eighth of its size where that is still no smaller than
  /// what is asked for. Faster, with other pixels: the decoder's averages take the place of the filter's.
  public var reducedDecoding: Bool
  /// What new pixels are made by wherever a picture is brought to a size here. Augmentations of squared pictures resize
  /// by the bilinear filter whatever it is.
  public var filter: PictureFilter

  public init(
    training: some Framing = SquaredFraming(), evaluation: some Framing = SquaredFraming(),
    reducedDecoding: Bool = false, filter: PictureFilter = .bilinear
  ) {
    self.training = Chosen(training)
    self.evaluation = Chosen(evaluation)
    self.reducedDecoding = reducedDecoding
    self.filter = filter
  }

  /// Whether every picture is squared, once and for all.
  var isSquared: Bool {
    training.framing.isSquared && evaluation.framing.isSquared
  }

  /// - Parameter side: of the square that pictures are brought to; `nil` where none is given.
  /// - Throws: ``SettingsError`` for the first setting that is out of range or does not go with the others, under its key
  ///   in the framing, or as `imageSize`.
  func validate(side: Int?) throws {
    for (key, chosen) in [("training", training), ("evaluation", evaluation)] {
      try within("framing.\(key)") {
        try chosen.item.validate()
        if let side { try chosen.framing.validate(forSide: side) }
      }
    }
    guard evaluation.framing.fillsFrame else {
      throw SettingsError(
        "framing.evaluation",
        "\(evaluation.name) leaves pictures at sizes of their own, which is for training; expected "
          + "squared, resize-center-crop or five-crop")
    }
    guard training.framing.looks == 1 else {
      throw SettingsError(
        "framing.training",
        "\(training.name) makes \(training.framing.looks) pictures of one, which is for evaluation; "
          + "expected squared, native or resize")
    }
    guard isSquared || side != nil else {
      let name = training.framing.isSquared ? evaluation.name : training.name
      throw SettingsError(
        "imageSize",
        "expected the side of the square that \(name) cuts out, such as 224, found none")
    }
  }

  /// Whether both are written alike.
  public static func == (first: FramingSettings, second: FramingSettings) -> Bool {
    func tree(_ settings: FramingSettings) -> SettingsTree? {
      try? SettingsTree(encoding: settings)
    }
    return tree(first) == tree(second)
  }
}
