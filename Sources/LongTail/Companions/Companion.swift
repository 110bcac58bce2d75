public import Torch

/// A network beside the one that learns, as a recipe names it. Objectives say by its name that they ask it.
public protocol CompanionSettings: CatalogItem {
  /// The companion for one stage; `trained` is the network that the settings name, where they name one, with its
  /// weights.
  func make(for site: StageSite, trained: TeacherNetwork?) -> any Companion
  /// Copies of all weights that it keeps.
  var copiesOfWeights: Int { get }
  /// Whether a stage has room for one of its kind alone.
  static var isSingle: Bool { get }
}

extension CompanionSettings {
  public var copiesOfWeights: Int { 1 }
  public static var isSingle: Bool { false }
}

/// A companion at work. It has no gradients.
public protocol Companion: AnyObject {
  /// A step begins. `student` is the network that learns, as the last step left it.
  func beforeStep(_ student: ExpertModel)
  /// What it remembers: saved and loaded by name.
  var tensors: [(name: String, tensor: Tensor)] { get }
}

extension Companion {
  public func beforeStep(_ student: ExpertModel) {}
  public var tensors: [(name: String, tensor: Tensor)] { [] }
}

/// The companions of a stage, as an objective sees them.
public struct StageCompanions {
  /// All of them, in the recipe's order.
  public let all: [any Companion]

  /// None, unless some are given.
  public init(_ all: [any Companion] = []) {
    self.all = all
  }

  /// The first trained network.
  public var teacher: TeacherNetwork? { teachers.first }
  /// Trained networks, in the recipe's order.
  public var teachers: [TeacherNetwork] { all.compactMap { $0 as? TeacherNetwork } }
  /// The network that learns, as the stage before left it.
  public var initialCopy: InitialNetwork? { all.lazy.compactMap { $0 as? InitialNetwork }.first }
  /// The slow copy of the network that learns.
  public var momentumCopy: MomentumNetwork? { all.lazy.compactMap { $0 as? MomentumNetwork }.first }
}
