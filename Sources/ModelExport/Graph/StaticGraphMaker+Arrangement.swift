import ArrayFiles

/// What moves numbers without changing them, and what follows from extents alone.
extension StaticGraphMaker {
  /// - Returns: what the operator gives where that needs no runtime; `nil` where it does.
  func known(_ operation: GraphOperation, _ x: [Value]) throws(FileProblem) -> Value? {
    switch operation.kind {
    case "Cast":
      // Runtimes hand pictures over as numbers.
      return x[0].element == .float ? x[0] : nil
    case "Shape":
      return stored(operation, [x[0].shape.count], x[0].shape)
    case "Expand":
      let shape = try integers(x, 1, operation)
      guard x[0].shape == shape else {
        throw problem(operation, "\(x[0].shape) is not \(shape) for one sample")
      }
      return x[0]
    case "Reshape":
      guard let constant = x[0].constant else { return nil }
      return Value(
        name: operation.output, shape: try target(operation, x), element: x[0].element,
        constant: constant)
    case "Slice":
      guard case .integer(let numbers)? = x[0].constant, x[0].shape.count == 1 else { return nil }
      let range = try range(operation, x)
      let chosen = stride(from: range.starts[0], to: range.ends[0], by: range.steps[0])
        .map { Int(numbers[$0]) }
      return stored(operation, [chosen.count], chosen)
    case "Concat":
      guard x.allSatisfy({ $0.element == .integer && $0.constant != nil }) else { return nil }
      var all: [Int] = []
      for place in x.indices { all += try integers(x, place, operation) }
      return stored(operation, [all.count], all)
    default: return nil
    }
  }

  /// - Returns: whether it moves numbers.
  mutating func addArrangement(
    _ operation: GraphOperation, _ x: [Value]
  ) throws(FileProblem) -> Bool {
    switch operation.kind {
    case "Where":
      let shape = try broadcast(x, operation)
      // Core ML takes the shape from what is chosen, not from the condition.
      let isWhole = try broadcast(Array(x.dropFirst()), operation) == shape
      let other = isWhole ? x[2] : try spread(x[2], shape, operation)
      give(operation, .choice, [x[0], x[1], other], shape, x[1].element)
    case "Flatten":
      give(operation, .reshape, x, [1, x[0].shape.reduce(1, *)], x[0].element)
    case "Reshape":
      give(operation, .reshape, [x[0]], try target(operation, x), x[0].element)
    case "Unsqueeze":
      var shape = x[0].shape
      for axis in try integers(x, 1, operation) { shape.insert(1, at: axis) }
      give(operation, .reshape, [x[0]], shape, x[0].element)
    case "Transpose":
      let axes = operation.integers("perm") ?? []
      give(
        operation, .transposition(axes: axes), x, axes.map { x[0].shape[$0] }, x[0].element)
    case "Concat":
      let axis = operation.integer("axis") ?? 1
      var shape = x[0].shape
      shape[axis] = x.reduce(0) { $0 + $1.shape[axis] }
      give(operation, .concatenation(axis: axis), x, shape, x[0].element)
    case "Slice":
      let range = try range(operation, x)
      let shape = range.starts.indices.map {
        (range.ends[$0] - range.starts[$0] + range.steps[$0] - 1) / range.steps[$0]
      }
      give(
        operation, .slice(starts: range.starts, ends: range.ends, steps: range.steps), [x[0]],
        shape, x[0].element)
    case "Pad":
      let pads = try integers(x, 1, operation)
      let rank = x[0].shape.count
      let (before, after) = (Array(pads.prefix(rank)), Array(pads.suffix(rank)))
      give(
        operation, .padding(before: before, after: after), [x[0]],
        (0..<rank).map { x[0].shape[$0] + before[$0] + after[$0] })
    case "Gather":
      guard x[0].shape.count == 1 else {
        throw problem(operation, "places are looked up along one axis only")
      }
      give(operation, .lookup, x, x[1].shape, x[0].element)
    default: return false
    }
    return true
  }

  /// One stored number at every place of a shape.
  private func spread(
    _ x: Value, _ shape: [Int], _ operation: GraphOperation
  ) throws(FileProblem) -> Value {
    guard case .float(let numbers)? = x.constant, numbers.count == 1 else {
      throw problem(operation, "what it chooses from does not have the shape \(shape)")
    }
    let count = shape.reduce(1, *)
    return Value(
      name: operation.output + "_else", shape: shape, element: .float,
      constant: .float([Float](repeating: numbers[0], count: count)))
  }

  private func stored(_ operation: GraphOperation, _ shape: [Int], _ values: [Int]) -> Value {
    Value(
      name: operation.output, shape: shape, element: .integer,
      constant: .integer(values.map(Int64.init)))
  }

  /// Extents without 0, which keeps an axis, and −1, which takes what is left.
  private func target(
    _ operation: GraphOperation, _ x: [Value]
  ) throws(FileProblem) -> [Int] {
    var shape = try integers(x, 1, operation)
    for (axis, extent) in shape.enumerated() where extent == 0 { shape[axis] = x[0].shape[axis] }
    let count = x[0].shape.reduce(1, *)
    if let free = shape.firstIndex(of: -1) {
      shape[free] = 1
      shape[free] = count / max(shape.reduce(1, *), 1)
    }
    guard shape.reduce(1, *) == count else {
      throw problem(operation, "\(x[0].shape) cannot become \(shape)")
    }
    return shape
  }

  /// One start, end and step an axis.
  private func range(
    _ operation: GraphOperation, _ x: [Value]
  ) throws(FileProblem) -> (starts: [Int], ends: [Int], steps: [Int]) {
    var starts = [Int](repeating: 0, count: x[0].shape.count)
    var (ends, steps) = (x[0].shape, [Int](repeating: 1, count: x[0].shape.count))
    let axes = try integers(x, 3, operation)
    let (from, to) = (try integers(x, 1, operation), try integers(x, 2, operation))
    let by = try integers(x, 4, operation)
    for (place, axis) in axes.enumerated() {
      starts[axis] = from[place]
      // An end below 0 counts from the axis's own.
      ends[axis] = min(to[place] < 0 ? to[place] + x[0].shape[axis] : to[place], x[0].shape[axis])
      steps[axis] = by[place]
    }
    return (starts, ends, steps)
  }
}
