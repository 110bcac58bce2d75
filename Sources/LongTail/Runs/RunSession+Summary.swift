extension RunSession {
  /// What is trained on what, in a few lines for people.
  public var summary: String {
    let counts = data.training.samples.classCounts
    let held = data.validation.map { ", \($0.samples.count) held out" } ?? ""
    let warning =
      recipe.selection == .test
      ? "\nwarning: the epoch is chosen on the test set; every figure of this run is stamped with it"
      : ""
    return """
      \(recipe.method) on \(place ?? recipe.data.source): \
      \(data.training.samples.count) training samples of \(counts.count) classes \
      (\(counts.max() ?? 0) to \(counts.min() ?? 0) each)\(held), \
      \(data.test.samples.count) test samples
      \(imbalanceWords)split \(data.splitIdentity.sha256.prefix(16))… \
      (\(data.splitIdentity.kind.rawValue))
      run: \(run.path)\(warning)
      """
  }

  /// The imbalance factor in both of the field's spellings, with a line break; empty without one.
  private var imbalanceWords: String {
    guard let value = recipe.data.imbalanceFactor, let factor = try? ImbalanceFactor(value) else {
      return ""
    }
    return "imbalance factor \(factor)\n"
  }
}

extension Recipe {
  /// A folder for its run, by method, data, imbalance factor and seed: `runs/mislas-cifar100-100-0`.
  public var suggestedFolder: String {
    Self.suggestedFolder(method: method, data: data, seed: seed)
  }

  /// As ``suggestedFolder``, of a recipe that is yet to be made.
  public static func suggestedFolder(method: String, data: DataSettings, seed: Int) -> String {
    let source = data.sourceName
    let factor = data.imbalanceFactor.map { "-\(Int(max($0, 1 / $0).rounded()))" } ?? ""
    return "runs/\(method)-\(source)\(factor)-\(seed)"
  }
}
