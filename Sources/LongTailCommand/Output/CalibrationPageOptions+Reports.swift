import Calibration
import RunReports

extension CalibrationPageOptions {
  /// Writes the page of a comparison of calibrators, if one was asked for.
  /// - Parameters:
  ///   - comparison: what was compared.
  ///   - entries: what came of it.
  ///   - classNames: one a class, in class order.
  ///   - files: where the predictions came from.
  ///   - quietly: whether nothing is told of it.
  /// - Throws: `FileProblem` when it cannot be written.
  func write(
    _ comparison: CalibratorComparison, _ entries: [ComparedCalibrator], classNames: [String],
    files: CalibrationReportWriter.Files, quietly: Bool
  ) throws {
    try write(quietly: quietly) { path in
      try CalibrationReportWriter(
        comparison: comparison, entries: entries, classNames: classNames, title: title,
        files: files, showsPaths: showPaths
      ).write(to: path)
    }
  }

  /// Writes a page, if one was asked for, and tells where it is.
  /// - Parameters:
  ///   - quietly: whether nothing is told of it.
  ///   - page: writes it to a path.
  /// - Throws: what `page` throws.
  func write(quietly: Bool = false, _ page: (String) throws -> Void) throws {
    guard let report else { return }
    try page(report)
    if !quietly { Remarks.print(["report: \(report)"]) }
  }
}
