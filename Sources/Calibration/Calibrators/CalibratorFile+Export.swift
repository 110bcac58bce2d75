public import ArrayFiles

extension CalibratorFile.Content {
  /// Finds out whether source code can take the logits as they are: it neither takes probabilities nor a number
  /// off logits that lie far from zero.
  /// - Parameter path: the calibrator's file.
  /// - Throws: `FileProblem` for a calibrator that was fitted to something else.
  public func requirePlainLogits(in path: String) throws(FileProblem) {
    guard let input else { return }
    guard input.kind == .logits else {
      throw FileProblem(
        path,
        "it was fitted to probabilities, and the function that is written takes logits; fit it to logits"
      )
    }
    guard input.shift == nil || !fitted.dependsOnOffset else {
      throw FileProblem(
        path,
        "it was fitted to logits so far from zero that a number was taken off them, which the function that "
          + "is written does not do; fit it to logits near zero")
    }
  }
}
