import ArrayFiles
import Foundation

/// Sorts what was saved into weights and other values.
struct CheckpointContents {
  /// A value beside the weights: described, or one number in a tensor whose storage must be read.
  enum Value {
    case text(String)
    case number(StridedTensor)
  }

  /// The weights of one entry of the file's dictionary, or of the whole.
  struct Weights {
    /// The keys that lead to them, joined by dots; empty for the whole.
    let place: String
    /// `nil` when the keys say nothing, or two things.
    let role: WeightRole?
    fileprivate(set) var tensors: [(name: String, tensor: StridedTensor)] = []
  }

  private(set) var weights: [Weights] = []
  private(set) var values: [(name: String, value: Value)] = []

  private let heap: PickleHeap
  private let path: String
  private var names: Set<String> = []
  /// Entries that may still be visited: shared containers can make a small file look endless.
  private var allowance = 1_000_000

  private static let maximumDepth = 64

  init(heap: PickleHeap, path: String) {
    self.heap = heap
    self.path = path
  }

  mutating func collect(_ root: PickleValue) throws(FileProblem) {
    let found = try entries(of: root, place: "", role: nil, depth: 0)
    guard let dictionary = dictionary(root), !found.isEmpty else {
      try collect(root, place: "", role: nil, depth: 0)
      return
    }
    for (place, role, value, depth) in found {
      try collect(value, place: place, role: role, depth: depth)
    }
    for (key, value) in dictionary.entries {
      let key = describe(key)
      guard !found.contains(where: { $0.place == key || $0.place.hasPrefix(key + ".") }) else {
        continue
      }
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

  private mutating func collect(
    _ value: PickleValue, place: String, role: WeightRole?, depth: Int
  ) throws(FileProblem) {
    weights.append(Weights(place: place, role: role))
    names = []
    try visit(value, name: "", depth: depth)
  }

  /// A dictionary's entries that are sets of weights by their keys, and by what is in them. Within such an
  /// entry there are others only where nothing but sets is in it.
  private mutating func entries(
    of value: PickleValue, place: String, role: WeightRole?, depth: Int
  ) throws(FileProblem) -> [(place: String, role: WeightRole?, value: PickleValue, depth: Int)] {
    guard let dictionary = dictionary(value) else { return [] }
    var found: [(place: String, role: WeightRole?, value: PickleValue, depth: Int)] = []
    for (key, value) in dictionary.entries {
      let name = describe(key)
      // Counters and decays are no weights.
      guard try tensorCount(in: value, depth: depth + 1, numbers: false) > 0 else { continue }
      guard self.dictionary(value) != nil, let own = WeightRole(key: name) else {
        if depth > 0 { return [] }
        continue
      }
      let path = place.isEmpty ? name : "\(place).\(name)"
      let both = WeightSets.combined(role, own)
      let inner = try entries(of: value, place: path, role: both, depth: depth + 1)
      found += inner.isEmpty ? [(path, both, value, depth + 1)] : inner
    }
    return found
  }

  /// The dictionary that a value is, or an object's that has no more than that.
  private func dictionary(_ value: PickleValue) -> PickleDictionary? {
    switch value {
    case .dictionary(let index): heap.dictionaries[index]
    case .object(let index):
      if case .dictionary(let state) = heap.objects[index].state {
        heap.dictionaries[state]
      } else {
        nil
      }
    default: nil
    }
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
      weights[weights.count - 1].tensors.append((name, heap.tensors[index]))
    case .dictionary(let index):
      let entries = heap.dictionaries[index].entries
      for (key, value) in entries {
        let key = describe(key)
        try visit(value, name: name.isEmpty ? key : "\(name).\(key)", depth: depth + 1)
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

  /// Tensors in a value; those of one element only with `numbers`.
  private mutating func tensorCount(
    in value: PickleValue, depth: Int, numbers: Bool = true
  ) throws(FileProblem) -> Int {
    try step(depth)
    var count = 0
    switch value {
    case .tensor(let index): count = numbers || heap.tensors[index].count != 1 ? 1 : 0
    case .dictionary(let index):
      for (_, value) in heap.dictionaries[index].entries {
        count += try tensorCount(in: value, depth: depth + 1, numbers: numbers)
      }
    case .sequence(let index):
      for element in heap.sequences[index] {
        count += try tensorCount(in: element, depth: depth + 1, numbers: numbers)
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
