import ArgumentParser
import ArrayFiles
import Calibration
import Foundation
import LongTail

/// The page that a comparison of calibrators may write.
struct CalibrationPageOptions: ParsableArguments {
  @Option(help: "One HTML page with diagrams to write.", transform: PathArgument.path)
  var report: String?

  @Option(help: "The page's title.")
  var title: String?

  @Option(
    help: "Text file with the name of each class on a line of its own, for the page.",
    transform: PathArgument.path)
  var classNames: String?

  @Flag(
    help:
      "Let --class-names give the classes other names, line by line, where the predictions name them and no name agrees."
  )
  var renameClasses = false

  @OptionGroup var replacing: OverwriteOption

  @Flag(help: "Show whole paths of files and the command on the page.")
  var showPaths = false

  /// Finds out before anything is computed that the page could not be written.
  /// - Throws: `FileProblem` when its folder is not there, or a file is in its place.
  func checkPage() throws(FileProblem) {
    guard let report else { return }
    try replacing.check(report)
    let folder = report.parentFolder
    var isFolder: ObjCBool = false
    guard
      folder.isEmpty
        || FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
          && isFolder.boolValue
    else { throw FileProblem(report, "there is no folder \(folder)") }
  }

  /// The names in class order: those of the file, else those that are known, else numbers. Tells where those of the
  /// file stand in place of others that are known.
  /// - Throws: `FileProblem` for a file that cannot be read, has another number of lines, has the known names in
  ///   another order, or none of them unless somebody says that they are to be replaced.
  func classNames(of classes: KnownClasses) throws -> [String] {
    guard let classNames else {
      return classes.names ?? (0..<classes.count).map { "class \($0)" }
    }
    let names = try ClassNameFile.read(classNames)
    guard names.count == classes.count else {
      let others = (classes.names ?? []).filter { !names.contains($0) }
      // One more column than there are names may be no class.
      let isPart = !others.isEmpty && others.count == classes.count - names.count
      throw FileProblem(
        classNames,
        "\(names.count) names for \(classes.count) classes"
          + (isPart
            ? "; it does not name \(CSVTable.list(others)) of \(classes.owner): --columns leaves out what is no class there"
            : ""))
    }
    Remarks.print(try classes.renamingNotes(to: names, by: classNames, isMeant: renameClasses))
    return names
  }
}
