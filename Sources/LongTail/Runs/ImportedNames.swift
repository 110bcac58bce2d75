import ArrayFiles
import Torch

/// A file's weights under the names that the network has for them.
struct ImportedNames {
  /// By our names; names that mean nothing to the network stay.
  private(set) var arrays: [String: NumericArray] = [:]
  /// What was taken off names before the network knew them, such as `encoder_q.`; each once, sorted.
  private(set) var removedPrefixes: [String] = []

  /// Prefixes of the whole network or of the part that is not the classifier.
  private static let networkPrefixes = [
    "module.", "state_dict_model.", "state_dict.", "model.", "net.", "network.", "backbone.",
    "encoder.",
  ]
  /// The last layer, longest first.
  private static let classifierPrefixes = [
    "state_dict_classifier.fc.", "classifier.fc.", "state_dict_classifier.", "linear.", "fc.",
    "head.",
  ]
  /// Scales of MiSLAS's code, [1, classes].
  private static let scaleNames = ["state_dict_lws_model.learned_norm", "lws_model.learned_norm"]

  /// - Throws: `FileProblem` for a file in which two sets of weights fit the network.
  init(_ arrays: [String: NumericArray], for model: ExpertModel, in file: String)
    throws(FileProblem)
  {
    let given = ImportedExpertNames.withoutFirstBank(arrays).sorted { $0.key < $1.key }
    let translator = Translator(names: given.map(\.key), model: model)
    var sources: [String: (prefix: String, array: NumericArray)] = [:]
    var prefixes: Set<String> = []
    for (name, array) in given {
      let (found, prefix) = translator.translated(name)
      var own = found
      if let other = sources[own], other.array.bytes != array.bytes {
        guard other.prefix == prefix || !translator.known.contains(own) else {
          throw Self.ambiguity(own, other.prefix, prefix, in: file)
        }
        // Experts that share a stage all hold it; where theirs differ, they do not share it.
        own = name
      }
      sources[own] = (prefix, array)
      if !prefix.isEmpty, translator.known.contains(own) { prefixes.insert(prefix) }
      self.arrays[own] =
        own == "classifier.scale" && array.shape == [1, model.classes]
        ? NumericArray(
          shape: [model.classes], elementType: array.elementType, bytes: array.bytes) : array
    }
    removedPrefixes = prefixes.sorted()
  }

  private static func ambiguity(
    _ own: String, _ first: String, _ second: String, in file: String
  ) -> FileProblem {
    func words(_ prefix: String) -> String {
      prefix.isEmpty ? "the ones without a prefix" : "those below “\(prefix)”"
    }
    let choice = [first, second].first { !$0.isEmpty } ?? ""
    return FileProblem(
      file,
      "two sets of weights in it fit this network (both have \(own)): \(words(first)) and "
        + "\(words(second)); choose with --weights \(choice.dropLast())")
  }

  /// Finds the network's own names at the end of others.
  private struct Translator {
    let known: Set<String>
    private let experts: ImportedExpertNames
    /// What the network lies below in this file, and what those places lie below; longest first.
    private var starts: [String] = []

    init(names: [String], model: ExpertModel) {
      known = Set(model.store.tensors.map(\.name))
      experts = ImportedExpertNames(known: known, experts: model.settings.experts)
      // An ending alone may belong to anything; what has half of the network below it is the network.
      let network = known.filter(ExpertModel.isBackbone)
      var found: [String: Set<String>] = [:]
      for name in names {
        let steps = name.split(separator: ".", omittingEmptySubsequences: false)
        for count in steps.indices.prefix(8) {
          guard let own = ownName(steps[count...].joined(separator: ".")) else { continue }
          if network.contains(own) {
            found[steps[..<count].map { "\($0)." }.joined(), default: []].insert(own)
          }
          break
        }
      }
      var starts: Set<String> = []
      for (prefix, names) in found where !prefix.isEmpty && names.count * 2 >= network.count {
        let steps = prefix.split(separator: ".", omittingEmptySubsequences: false).dropLast()
        for count in 1...steps.count {
          starts.insert(steps.prefix(count).map { "\($0)." }.joined())
        }
      }
      self.starts = starts.sorted { $0.count == $1.count ? $0 < $1 : $0.count > $1.count }
    }

    /// Our name, with what was taken off to find it; a name that means nothing without its usual prefixes.
    func translated(_ name: String) -> (own: String, prefix: String) {
      if scaleNames.contains(name) { return ("classifier.scale", "") }
      if known.contains(name) { return (name, "") }
      let bare = starts.filter { name.hasPrefix($0) }.map { String(name.dropFirst($0.count)) }
      var usual = [name]
      while let last = usual.last, let prefix = networkPrefixes.first(where: last.hasPrefix) {
        usual.append(String(last.dropFirst(prefix.count)))
      }
      // The network's own place in this file comes before what such places are usually called.
      let candidates = bare + usual
      func result(_ own: String, _ rest: String) -> (own: String, prefix: String) {
        (own, String(name.dropLast(rest.count)))
      }
      for rest in candidates where known.contains(rest) { return result(rest, rest) }
      for rest in bare + usual.suffix(1) {
        if let own = experts.translated(rest) { return result(own, rest) }
      }
      for rest in bare + usual.suffix(1) {
        for prefix in classifierPrefixes where rest.hasPrefix(prefix) {
          return result("classifier." + rest.dropFirst(prefix.count), rest)
        }
      }
      return (usual[usual.count - 1], "")
    }

    private func ownName(_ name: String) -> String? {
      known.contains(name) ? name : experts.translated(name)
    }
  }
}
