import ArgumentParser
import ArrayFiles
import Calibration
import RunReports

/// The labelled predictions that something is fitted to.
struct ValidationFolderOption: ParsableArguments {
  @Option(
    help: "Folder with predictions on samples that the model was not trained on.",
    transform: PathArgument.path)
  var validation: String
}

/// The predictions on training samples that some fits make use of.
struct TrainingFolderOption: ParsableArguments {
  @Option(
    help: "Folder with predictions on the training samples, for class statistics.",
    transform: PathArgument.path)
  var train: String?

  /// Reads these and those that a fit is made to; tells how they were understood.
  /// - Throws: `FileProblem`
  func read(
    with held: ValidationFolderOption, combination: EnsembleCombination?, choice: TableChoice
  ) throws(FileProblem) -> FittingFolders {
    let folders = try FittingFolders(
      validation: held.validation, training: train, combination: combination, choice: choice)
    Remarks.tell(folders.all)
    Remarks.print(folders.notes)
    Remarks.warn(folders.validation.coverageWarnings)
    return folders
  }
}

/// The labelled predictions of a comparison.
struct ComparedFolderOptions: ParsableArguments {
  @OptionGroup var held: ValidationFolderOption

  @Option(
    help: "Folder with predictions on the samples to measure on.", transform: PathArgument.path)
  var test: String

  /// What is compared is fitted to these.
  var validation: String { held.validation }

  /// Where the predictions came from, as a page names them.
  func files(with training: TrainingFolderOption) -> CalibrationReportWriter.Files {
    CalibrationReportWriter.Files(validation: validation, test: test, training: training.train)
  }

  /// Likewise, with the calibrator's file; `nil` for none.
  func files(calibrator: String?) -> SetReportWriter.Files {
    SetReportWriter.Files(validation: validation, test: test, calibrator: calibrator)
  }

  /// Reads these and those of the training samples; tells how they were understood.
  /// - Throws: `FileProblem`
  func read(
    training: TrainingFolderOption, combination: EnsembleCombination?, choice: TableChoice,
    quietly: Bool
  ) throws(FileProblem) -> ComparedFolders {
    let folders = try ComparedFolders(
      validation: validation, test: test, training: training.train, combination: combination,
      choice: choice)
    Remarks.tell(folders.all, quietly: quietly)
    if !quietly { Remarks.print(folders.notes) }
    Remarks.warn(folders.validation.coverageWarnings)
    return folders
  }
}
