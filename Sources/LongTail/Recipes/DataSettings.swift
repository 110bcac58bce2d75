public import Calibration

/// Where the samples come from and how they are divided.
public struct DataSettings: Sendable, Codable, Equatable {
  /// `name:location`, such as `cifar100:DIR`.
  public var source: String
  /// Largest class count over the smallest that the split makes; `nil` takes the data as it is.
  @OrNone public var imbalanceFactor: Double?
  /// Which samples of a class a long-tailed split keeps; without ``imbalanceFactor``, none is made.
  public var splitVariant: LongTailSplit.Variant
  /// Share of the training selection that is held out, in [0, 1).
  public var validationFraction: Double
  /// Share held out for calibration alone, in [0, 1); 0 calibrates on the validation part.
  public var calibrationFraction: Double
  /// Side of the square that pictures are brought to; `nil` keeps their size.
  @OrNone public var imageSize: Int?
  /// How squared pictures are brought to it.
  public var pictureFit: PictureFit
  /// How pictures are brought to it in training and afterwards.
  public var framing: FramingSettings
  /// Share of each class that becomes the test part where the source has none, in (0, 1).
  public var testFraction: Double
  /// Whether encoded pictures that cannot be read are left out, counted and named; otherwise they are refused.
  public var skipUnreadable: Bool

  public init(
    source: String, imbalanceFactor: Double? = nil, splitVariant: LongTailSplit.Variant = .shuffled,
    validationFraction: Double = DataPartition.usualValidationFraction,
    calibrationFraction: Double = 0, imageSize: Int? = nil,
    pictureFit: PictureFit = .crop, framing: FramingSettings = FramingSettings(),
    testFraction: Double = 0.2, skipUnreadable: Bool = false
  ) {
    self.source = source
    self.imbalanceFactor = imbalanceFactor
    self.splitVariant = splitVariant
    self.validationFraction = validationFraction
    self.calibrationFraction = calibrationFraction
    self.imageSize = imageSize
    self.pictureFit = pictureFit
    self.framing = framing
    self.testFraction = testFraction
    self.skipUnreadable = skipUnreadable
  }
}

extension DataSettings {
  /// The source's name, without where its data are.
  public var sourceName: String { String(source.prefix { $0 != ":" }) }

  /// What a sample of the source looks like, as far as the source tells before it is read; sides and widths
  /// may be others.
  /// - Throws: `UnknownName`.
  public var likelyInput: InputShape {
    get throws {
      switch try placed(at: "data.source", { try Datasets.type(named: sourceName) }).holdsPictures {
      case true: .picture(height: 32, width: 32, channels: 3)
      case false: .features(width: 32)
      }
    }
  }

  /// - Throws: ``SettingsError`` for the first setting that is out of range. Nothing is read.
  public func validate() throws {
    if let imbalanceFactor {
      do { _ = try ImbalanceFactor(imbalanceFactor) } catch let problem as DatasetProblem {
        throw SettingsError("imbalanceFactor", problem.description)
      }
    }
    try SettingsError.require("validationFraction", validationFraction, from: 0, below: 1)
    try SettingsError.require("calibrationFraction", calibrationFraction, from: 0, below: 1)
    guard validationFraction + calibrationFraction < 1 else {
      throw SettingsError(
        "calibrationFraction",
        "\(calibrationFraction) and a validationFraction of \(validationFraction) leave nothing to train on"
      )
    }
    guard testFraction != 0 else {
      throw SettingsError(
        "testFraction",
        "expected a number between 0 and 1, found 0: what is measured must not have been trained on; where the source "
          + "has a test part, none is drawn whatever this is")
    }
    try SettingsError.require("testFraction", testFraction, above: 0, below: 1)
    if let imageSize {
      try SettingsError.require("imageSize", imageSize, in: DatasetOptions.possibleImageSizes)
    }
    if framing != FramingSettings(), let type = try? Datasets.type(named: sourceName),
      !type.holdsPictures
    {
      throw SettingsError("framing", "is for pictures; the data has features")
    }
    try framing.validate(side: imageSize)
  }

  /// What the training part was made of, where that is known and another.
  /// - Throws: what the source finds wrong with its location.
  var origin: SelectionOrigin? { get throws { try Datasets.source(source).origin } }

  /// Reads the data and divides it by role, holding out by `seed`.
  /// - Throws: what the source finds wrong, ``SettingsError``, ``DatasetProblem``.
  public func partition(seed: Int) throws -> DataPartition {
    try within("data") { try validate() }
    var options = DatasetOptions(imageSize: imageSize, fit: pictureFit, framing: framing)
    options.skipsUnreadable = skipUnreadable
    let source = try named(options)
    return try within("data") {
      try DataPartition(
        source: source, imbalanceFactor: imbalanceFactor.map { try ImbalanceFactor($0) },
        variant: splitVariant, validationFraction: validationFraction,
        calibrationFraction: calibrationFraction, testFraction: testFraction,
        seed: UInt64(max(0, seed)))
    }
  }

  /// The source; what is wrong with its text is a wrong setting, not wrong data.
  private func named(_ options: DatasetOptions) throws -> any DatasetSource {
    do {
      return try placed(at: "data.source") { try Datasets.source(source, options: options) }
    } catch let problem as DatasetProblem {
      throw SettingsError("data.source", problem.description)
    }
  }
}
