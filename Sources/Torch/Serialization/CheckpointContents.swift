import ArrayFiles
import Foundation

/// Sorts what was saved into weights and other values.
struct CheckpointContents {
  /// A value beside the weights: described, or one number in a tensor whose storage must be read.
  enum Value {
    case text(String)
    case number(StridedTensor)
  }

  private(set) var tensors: [(name: String, tensor: StridedTensor)] = []
  private(set) var values: [(name: String, value: Value)] = []
  private(set) var stateDictionary: String?
  private(set) var removedPrefix: String?

  private let heap: PickleHeap
  private let path: String
  private var names: Set<String> = []
  /// Entries that may still be visited: shared containers can make a small file look endless.
  private var allowance = 1_000_000

  private static let maximumDepth = 64
  private static let parallelPrefix = "module."
  /// Where programs keep the weights in what they save, the usual names first.
  private static let stateNames = [
    "state_dict", "model_state_dict", "model", "net", "network", "weights", "params",
  ]

  init(heap: PickleHeap, path: String) {
    self.heap = heap
    self.path = path
  }

  mutating func collect(_ root: PickleValue) throws(FileProblem) {
    guard case .dictionary(let index) = root else {
      try visit(root, name: "", depth: 0)
      return
    }
    guard let (name, state) = try weights(of: heap.dictionaries[index]) else {
      try visit(root, name: "", depth: 0)
      return
    }
    stateDictionary = name
    try visit(state, name: "", depth: 1)
    for (key, value) in heap.dictionaries[index].entries {
      let key = describe(key)
      guard key != name else { continue }
      let count = try tensorCount(in: value, depth: 1)
      if case .tensor(let tensor) = value, heap.tensors[tensor].count == 1 {
        values.append((key, .number(heap.tensors[tensor])))
      } else if count > 0 {
        values.append((key, .text("\(count) \(count == 1 ? "tensor" : "tensors")")))
      } else {
        try visit(value, name: key, depth: 1)
      }
    }
  }

  /// The entry that holds the weights, when the dictionary is one around a state dictionary.
  private mutating func weights(
    of dictionary: PickleDictionary
  ) throws(FileProblem) -> (String, PickleValue)? {
    for name in Self.stateNames {
      guard let value = dictionary[name], case .dictionary = value else { continue }
      if try tensorCount(in: value, depth: 1) > 0 { return (name, value) }
    }
    return nil
  }

  private mutating func visit(
    _ value: PickleValue, name: String, depth: Int
  ) throws(FileProblem) {
    try step(depth)
    switch value {
    case .tensor(let index):
      guard names.insert(name).inserted else {
        throw FileProblem(path, "two tensors are named '\(name)'")
      }
      tensors.append((name, heap.tensors[index]))
    case .dictionary(let index):
      let entries = heap.dictionaries[index].entries
      let prefix = parallelPrefix(of: entries)
      for (key, value) in entries {
        let key = describe(key).dropFirst(prefix.count)
        try visit(value, name: name.isEmpty ? String(key) : "\(name).\(key)", depth: depth + 1)
      }
    case .sequence(let index) where try tensorCount(in: value, depth: depth) > 0:
      for (position, element) in heap.sequences[index].enumerated() {
        try visit(
          element, name: name.isEmpty ? "\(position)" : "\(name).\(position)", depth: depth + 1)
      }
    case .object(let index):
      if case .dictionary = heap.objects[index].state {
        try visit(heap.objects[index].state, name: name, depth: depth + 1)
      } else {
        values.append((name, .text(describe(value))))
      }
    default: values.append((name, .text(describe(value))))
    }
  }

  private mutating func parallelPrefix(
    of entries: [(key: PickleValue, value: PickleValue)]
  ) -> String {
    let hasPrefix = entries.allSatisfy { entry in
      if case .text(let key) = entry.key { key.hasPrefix(Self.parallelPrefix) } else { false }
    }
    guard hasPrefix, !entries.isEmpty else { return "" }
    removedPrefix = Self.parallelPrefix
    return Self.parallelPrefix
  }

  private mutating func tensorCount(
    in value: PickleValue, depth: Int
  ) throws(FileProblem) -> Int {
    try step(depth)
    var count = 0
    switch value {
    case .tensor: count = 1
    case .dictionary(let index):
      for (_, value) in heap.dictionaries[index].entries {
        count += try tensorCount(in: value, depth: depth + 1)
      }
    case .sequence(let index):
      for element in heap.sequences[index] {
        count += try tensorCount(in: element, depth: depth + 1)
      }
    default: break
    }
    return count
  }

  private mutating func step(_ depth: Int) throws(FileProblem) {
    guard depth <= Self.maximumDepth else {
      throw FileProblem(
        path, "what was saved is nested more than \(Self.maximumDepth) deep, or contains itself")
    }
    allowance -= 1
    guard allowance >= 0 else {
      throw FileProblem(path, "what was saved has too many entries for a checkpoint")
    }
  }

  private func describe(_ value: PickleValue) -> String {
    PickleDescription(heap: heap).text(of: value)
  }
}
