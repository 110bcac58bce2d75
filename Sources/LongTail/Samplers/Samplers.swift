/// The samplers there are.
public enum Samplers {
  public static let all: [any Sampler.Type] = [
    InstanceBalanced.self,
    ClassAware.self,
    ClassBalanced.self,
    SquareRoot.self,
    ProgressivelyBalanced.self,
    Reversed.self,
  ]

  /// The sampler of a name, with its default settings.
  /// - Throws: ``UnknownName``.
  public static func named(_ name: String) throws -> any Sampler {
    guard let type = all.first(where: { $0.name == name }) else {
      throw UnknownName(name, kind: "sampler", known: all.map { $0.name })
    }
    return type.init()
  }
}
