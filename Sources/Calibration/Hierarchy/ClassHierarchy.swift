/// Coarser classes above the classes: families above species, orders above families. A tree, or several.
public struct ClassHierarchy: Sendable, Equatable {
  /// The classes, or a partition of them that is coarser than those before.
  public struct Level: Sendable, Equatable {
    /// What its nodes are, such as `family`.
    public let name: String
    /// Names of its nodes.
    public let nodes: [String]
    /// The node of each class, in class order.
    public let nodeOfClass: [Int]
  }

  /// From the classes themselves to the coarsest; at least two.
  public let levels: [Level]

  /// Number of classes.
  public var classes: Int { levels[0].nodes.count }

  /// - Parameters:
  ///   - classNames: in class order.
  ///   - coarser: for each level its name and the node of each class, by name, from fine to coarse. A level on which
  ///     all classes are one node says nothing and is left out.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for a level with another number of classes, a node that lies
  ///   in two nodes of the level above, and where no level is left.
  public init(
    classNames: [String], coarser: [(name: String, nodes: [String])]
  ) throws(CalibrationError) {
    guard classNames.count >= 2 else {
      throw .invalidSetting("a hierarchy of \(classNames.count) classes; at least 2 are needed")
    }
    var levels = [
      Level(name: "class", nodes: classNames, nodeOfClass: Array(classNames.indices))
    ]
    for (name, nodes) in coarser {
      guard nodes.count == classNames.count else {
        throw .invalidSetting("\(name): \(nodes.count) nodes for \(classNames.count) classes")
      }
      let level = Level(name, nodes)
      guard level.nodes.count > 1 else { continue }
      try level.requireAbove(levels[levels.count - 1])
      levels.append(level)
    }
    guard levels.count > 1 else {
      throw .invalidSetting("the hierarchy has no level with two nodes or more above the classes")
    }
    self.levels = levels
  }

  /// The probability of each node of a level: the sum over its classes.
  /// - Parameters:
  ///   - row: of one sample, a number a class.
  ///   - level: a place in ``levels``.
  /// - Returns: a number a node.
  /// - Precondition: as many numbers as classes.
  public func probabilities(_ row: [Double], level: Int) -> [Double] {
    precondition(row.count == classes, "\(row.count) probabilities of \(classes) classes")
    let level = levels[level]
    var sums = [Double](repeating: 0, count: level.nodes.count)
    for (label, probability) in row.enumerated() { sums[level.nodeOfClass[label]] += probability }
    return sums
  }

  /// The smallest node that some classes share, such as those of a prediction set: whatever holds for the set (how
  /// often it has the true class) holds for the node.
  /// - Parameter classes: at least one.
  /// - Returns: the place of the level and the node; `nil` where they share none, or there is no class.
  public func smallestNode(holding classes: [Int]) -> (level: Int, node: Int)? {
    guard let first = classes.first else { return nil }
    for (place, level) in levels.enumerated() {
      let node = level.nodeOfClass[first]
      if classes.allSatisfy({ level.nodeOfClass[$0] == node }) { return (place, node) }
    }
    return nil
  }
}

extension ClassHierarchy.Level {
  /// Nodes are numbered as they come.
  init(_ name: String, _ ofClass: [String]) {
    var numbers: [String: Int] = [:]
    var nodes: [String] = []
    nodeOfClass = ofClass.map { node in
      if let number = numbers[node] { return number }
      numbers[node] = nodes.count
      nodes.append(node)
      return nodes.count - 1
    }
    self.name = name
    self.nodes = nodes
  }

  /// That no node of the finer level is divided between nodes of this one.
  func requireAbove(_ finer: ClassHierarchy.Level) throws(CalibrationError) {
    var above = [Int?](repeating: nil, count: finer.nodes.count)
    for (label, node) in finer.nodeOfClass.enumerated() {
      let own = nodeOfClass[label]
      if let known = above[node], known != own {
        throw .invalidSetting(
          "\(finer.nodes[node]) (\(finer.name)) lies in \(nodes[known]) and in \(nodes[own]) (\(name)); each node "
            + "has one above it")
      }
      above[node] = own
    }
  }
}
