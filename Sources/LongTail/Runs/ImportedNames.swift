import ArrayFiles
import Torch

/// The names that other programs give to the same weights.
enum ImportedNames {
  /// Prefixes of the whole network or of the part that is not the classifier.
  private static let networkPrefixes = [
    "module.", "state_dict_model.", "state_dict.", "model.", "backbone.", "encoder.",
  ]
  /// The last layer, longest first.
  private static let classifierPrefixes = [
    "state_dict_classifier.fc.", "classifier.fc.", "state_dict_classifier.", "linear.", "fc.",
    "head.",
  ]
  /// Scales of MiSLAS's code, [1, classes].
  private static let scaleNames = ["state_dict_lws_model.learned_norm", "lws_model.learned_norm"]

  /// The arrays under the names that the model has for them; names that mean nothing to it stay.
  static func translated(
    _ arrays: [String: NumericArray], for model: ExpertModel
  ) -> [String: NumericArray] {
    let known = Set(model.store.tensors.map(\.name))
    let experts = ImportedExpertNames(known: known, experts: model.settings.experts)
    var result: [String: NumericArray] = [:]
    for (name, array) in ImportedExpertNames.withoutFirstBank(arrays).sorted(by: { $0.key < $1.key }
    ) {
      var own = known.contains(name) ? name : translated(name, known: known, experts)
      // Experts that share a stage all hold it; where theirs differ, they do not share it.
      if let other = result[own], other.bytes != array.bytes { own = name }
      result[own] =
        own == "classifier.scale" && array.shape == [1, model.classes]
        ? NumericArray(
          shape: [model.classes], elementType: array.elementType, bytes: array.bytes) : array
    }
    return result
  }

  private static func translated(
    _ name: String, known: Set<String>, _ experts: ImportedExpertNames
  ) -> String {
    if scaleNames.contains(name) { return "classifier.scale" }
    var name = name
    while let prefix = networkPrefixes.first(where: { name.hasPrefix($0) }) {
      name.removeFirst(prefix.count)
      if known.contains(name) { return name }
    }
    if let own = experts.translated(name) { return own }
    for prefix in classifierPrefixes where name.hasPrefix(prefix) {
      return "classifier." + name.dropFirst(prefix.count)
    }
    return name
  }
}
