/// The table for programs: a row for each method and column.
extension GridReport {
  /// What stands in one place.
  public enum Figure: Sendable, Equatable {
    case text(String)
    case count(Int)
    /// A fraction in [0, 1]; `nil` where it is not known.
    case fraction(Double?)

    /// As many digits as give the same number back; empty where there is none.
    var exact: String {
      switch self {
      case .text(let text): text
      case .count(let count): "\(count)"
      case .fraction(let value): value.map { "\($0)" } ?? ""
      }
    }
  }

  /// Names of the places of a row.
  public var figureNames: [String] {
    [
      "method", columnKind.isEmpty ? "column" : columnKind.replacing(" ", with: "_"), "seeds",
      "accuracy", "accuracy_deviation", "ece", "ece_deviation", "epochs", "published_accuracy",
      "published_ece",
      "published_epochs", "remark", "parameters", "multiply_adds", "selection", "augmentation",
      "schedule",
    ]
  }

  /// A row for each method and column, as ``figureNames`` has its places.
  public var figures: [[Figure]] {
    rows.flatMap { row in
      zip(columns, row.cells).map { column, cell in
        let (measured, published) = (cell.measured, cell.published)
        return [
          .text(row.method), .text(column), .count(measured?.accuracy.values.count ?? 0),
          .fraction(measured?.accuracy.mean), .fraction(measured?.accuracy.deviation),
          .fraction(measured?.calibrationError?.mean),
          .fraction(measured?.calibrationError?.deviation),
          .text(measured.map { GridFigures.text(epochs: $0.epochs) } ?? ""),
          .fraction(published?.accuracy), .fraction(published?.calibrationError),
          .text(published.map { GridFigures.text(epochs: $0.epochs) } ?? ""), .text(cell.remark),
        ] + Self.figures(measured?.making)
      }
    }
  }

  private static func figures(_ making: Making?) -> [Figure] {
    func count(_ value: Int?) -> Figure { value.map { .count($0) } ?? .fraction(nil) }
    return [
      count(making?.parameters), count(making?.multiplyAdds), .text(making?.selection ?? ""),
      .text(making?.augmentation ?? ""), .text(making?.schedule ?? ""),
    ]
  }
}
