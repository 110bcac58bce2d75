/// What keeps a matrix from memorising the samples that it is fitted to.
///
/// Written as `"samples"`, `"published"`, `"none"` or as the constants of an ``OffDiagonalPenalty``.
public enum MatrixPenalty: Sendable, Equatable {
  /// Grows with the parameters a sample (Berta et al., 2026): classes / samples times the squared distance of
  /// diagonal and offsets, classes · (classes − 1) / samples times that of all else, from temperature
  /// scaling's matrix, in units of it.
  case samples
  /// The same however many samples there are.
  case offDiagonal(OffDiagonalPenalty)

  /// ODIR with its constants 1, normalised (Kull et al., 2019): hardly anything with many classes.
  public static let published = MatrixPenalty.offDiagonal(OffDiagonalPenalty())
  /// No penalty, but for what makes the optimum unique.
  public static let none = MatrixPenalty.offDiagonal(.none)

  func validate() throws(CalibrationError) {
    if case .offDiagonal(let constants) = self { try constants.validate() }
  }

  /// Penalty of an off-diagonal number from which on the samples say nothing about it.
  static let decisive = 100.0

  /// Classes · (classes − 1) / samples.
  static func ofPair(classes: Int, samples: Int) -> Double {
    Double(classes) * Double(classes - 1) / Double(samples)
  }

  /// On W and b, by classes and samples.
  ///
  /// The scale is that of the matrix that it is centred on; the factors multiply all strengths, and those off
  /// the diagonal.
  static func perSample(
    classes: Int, samples: Int, scale: Double = 1, factor: Double = 1, offDiagonal: Double = 1
  ) -> QuadraticPenalty {
    let ofClass = factor * Double(classes) / Double(samples)
    let ofMatrix = 1 / (scale * scale)
    let ofPair = factor * offDiagonal * ofMatrix * Self.ofPair(classes: classes, samples: samples)
    var strengths = [Double](repeating: ofPair, count: classes * classes)
    for index in 0..<classes { strengths[index * classes + index] = ofClass * ofMatrix }
    return QuadraticPenalty(
      strengths: strengths + [Double](repeating: ofClass, count: classes),
      centre: LinearScores.full.uniform(scale, classes: classes))
  }
}

extension MatrixPenalty: Codable {
  private enum Word: String, Codable { case samples, published, none }

  public init(from decoder: any Decoder) throws {
    if let constants = try? OffDiagonalPenalty(from: decoder) {
      self = .offDiagonal(constants)
      return
    }
    switch try decoder.singleValueContainer().decode(Word.self) {
    case .samples: self = .samples
    case .published: self = .published
    case .none: self = .none
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .samples: try container.encode(Word.samples)
    case .published: try container.encode(Word.published)
    case .none: try container.encode(Word.none)
    case .offDiagonal(let constants): try container.encode(constants)
    }
  }
}
