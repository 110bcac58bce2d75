public import ArrayFiles

/// A backbone as a file of weights describes it, under this package's names.
public struct PretrainedNetwork: Sendable {
  /// The architecture.
  public var backbone: any Backbone
  /// Side of the square pictures that it was trained on.
  public var side: Int
  /// What is not in the file but known of its kind.
  public var family: PretrainedFamily
  /// The weights by this package's names.
  public var arrays: [String: NumericArray]
  /// What the weights are called in the file, by this package's names.
  public var fileNames: [String: String]
  /// What was assumed, a sentence each.
  public var assumptions: [String] = []
  /// What was assumed and is otherwise in other files of the kind, so that features may be wrong: a sentence each.
  public var doubts: [String] = []
  /// Names in the file that were left, as they belong to no backbone: text encoders, heads, counters.
  public var ignored: [String] = []
  /// `[width, embedding]`, from features to where CLIP compares pictures and texts; `nil` in files without one.
  public var projection: NumericArray?
}

/// What lies beside a file of weights and says more about it: Hugging Face's `config.json` and
/// `preprocessor_config.json`.
struct PretrainedNotes: Sendable {
  var epsilon: Double?
  var activation: TransformerActivation?
  var heads: Int?
  var mean: [Double]?
  var deviation: [Double]?
  var isBicubic: Bool?
}

/// The names that one family of programs gives to the weights of its networks.
protocol PretrainedNaming: Sendable {
  /// For messages, such as "timm".
  var title: String { get }
  /// What stands before the network's own names in a file, such as `visual.`; `nil` for a file of another kind.
  func start(among names: Set<String>) -> String?
  /// The network of a file of this kind.
  /// - Parameters:
  ///   - arrays: all of the file's.
  ///   - start: what ``start(among:)`` found.
  ///   - notes: what is known besides.
  ///   - file: for messages.
  /// - Returns: the backbone with its weights under this package's names.
  /// - Throws: `FileProblem` that names tensors which are missing, not expected, or of a wrong shape.
  func network(
    _ arrays: [String: NumericArray], below start: String, notes: PretrainedNotes, file: String
  ) throws(FileProblem) -> PretrainedNetwork
}

extension PretrainedNaming {
  /// What stands before a name that only such networks have; the shortest, where several do.
  static func start(of key: String, among names: Set<String>) -> String? {
    names.filter { $0 == key || $0.hasSuffix("." + key) }
      .map { String($0.dropLast(key.count)) }.min { $0.count < $1.count }
  }
}

/// Every naming there is.
enum PretrainedNamings {
  static let all: [any PretrainedNaming] =
    TransformerNaming.all.map { $0 as any PretrainedNaming }
    + ConvNeXtNaming.all.map { $0 as any PretrainedNaming }
    + [
      MobileNaming.authors, MobileNaming.timm, MobileNaming.torchvision, ResNetNaming(),
      JAXNaming(),
    ]
}
