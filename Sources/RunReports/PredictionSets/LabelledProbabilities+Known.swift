package import Calibration

extension LabelledProbabilities {
  /// The classes of these and of others that they are measured on, for what is read beside them.
  /// - Parameters:
  ///   - others: of the same classes.
  ///   - path: where these are.
  ///   - place: where the others are.
  /// - Returns: the names that the others give, else those of these.
  package func known(
    with others: LabelledProbabilities, in path: String, _ place: String
  ) -> KnownClasses {
    let names = others.input.classNames
    return KnownClasses(
      count: rows.classes, names: names ?? input.classNames,
      owner: names == nil && input.classNames != nil ? path : place)
  }

  /// The classes of these alone.
  package func known(in path: String) -> KnownClasses {
    KnownClasses(count: rows.classes, names: input.classNames, owner: path)
  }
}
