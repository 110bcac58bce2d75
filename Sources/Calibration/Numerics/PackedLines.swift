/// Numbers in the order in which ``ProductTile`` reads them: parts of ``ProductTile/depth`` steps, in these
/// groups of lines, in these the steps, in these the lines of a group. Missing lines are zeros.
final class PackedLines {
  /// Lines and steps of what is packed.
  private(set) var lines = 0
  private(set) var depth = 0
  private let linesOfGroup: Int
  private let vectorsOfGroup: Int
  private let capacity: Int
  private let storage: UnsafeMutablePointer<FloatLanes>

  /// - Parameters:
  ///   - isLeft: whether each number fills a vector.
  ///   - lines: at most.
  ///   - depth: at most.
  init(isLeft: Bool, lines: Int, depth: Int) {
    linesOfGroup = isLeft ? ProductTile.rows : ProductTile.columns
    vectorsOfGroup = isLeft ? ProductTile.rows : ProductTile.columns / FloatLanes.scalarCount
    capacity = (lines + linesOfGroup - 1) / linesOfGroup * vectorsOfGroup * depth
    storage = .allocate(capacity: capacity)
  }

  deinit {
    storage.deallocate()
  }

  var groups: Int { (lines + linesOfGroup - 1) / linesOfGroup }

  /// Where the steps of a group begin, in the part of the depth that begins at `begin`.
  @inline(__always)
  func group(_ group: Int, from begin: Int) -> UnsafeMutablePointer<FloatLanes> {
    let steps = min(ProductTile.depth, depth - begin)
    return storage + (begin * groups + group * steps) * vectorsOfGroup
  }

  /// Says what is packed next.
  func begin(lines: Int, depth: Int) {
    self.lines = lines
    self.depth = depth
    precondition(groups * vectorsOfGroup * depth <= capacity, "more lines than there is room for")
  }

  /// Takes in some groups of all lines and steps.
  /// - Parameters:
  ///   - groups: which groups.
  ///   - value: where the number of line 0 and step 0 is.
  ///   - ofLine: from a line to the next one.
  ///   - ofStep: from a step to the next one.
  ///   - isSquared: whether the squares are taken.
  func pack(
    groups: Range<Int>, _ value: UnsafePointer<Float>, ofLine: Int, ofStep: Int,
    isSquared: Bool = false
  ) {
    for begin in stride(from: 0, to: depth, by: ProductTile.depth) {
      let steps = min(ProductTile.depth, depth - begin)
      for group in groups {
        let target = self.group(group, from: begin)
        let first = group * linesOfGroup
        let source = value + first * ofLine + begin * ofStep
        if vectorsOfGroup == linesOfGroup {
          packLeft(source, min(linesOfGroup, lines - first), ofLine, ofStep, steps, to: target)
        } else {
          packRight(
            source, min(linesOfGroup, lines - first), ofLine, ofStep, steps, isSquared, to: target)
        }
      }
    }
  }

  private func packLeft(
    _ source: UnsafePointer<Float>, _ count: Int, _ ofLine: Int, _ ofStep: Int, _ steps: Int,
    to target: UnsafeMutablePointer<FloatLanes>
  ) {
    for line in 0..<linesOfGroup {
      if line < count {
        for step in 0..<steps {
          target[step * linesOfGroup + line] = FloatLanes(
            repeating: source[line * ofLine + step * ofStep])
        }
      } else {
        for step in 0..<steps { target[step * linesOfGroup + line] = .zero }
      }
    }
  }

  private func packRight(
    _ source: UnsafePointer<Float>, _ count: Int, _ ofLine: Int, _ ofStep: Int, _ steps: Int,
    _ isSquared: Bool, to target: UnsafeMutablePointer<FloatLanes>
  ) {
    if ofLine == 1, count == linesOfGroup {
      for step in 0..<steps {
        let begin = source + step * ofStep
        var low = FloatLanes.load(begin)
        var high = FloatLanes.load(begin + FloatLanes.scalarCount)
        if isSquared {
          low *= low
          high *= high
        }
        target[2 * step] = low
        target[2 * step + 1] = high
      }
      return
    }
    let scalars = UnsafeMutableRawPointer(target).assumingMemoryBound(to: Float.self)
    for line in 0..<linesOfGroup {
      for step in 0..<steps {
        let number = line < count ? source[line * ofLine + step * ofStep] : 0
        scalars[step * linesOfGroup + line] = isSquared ? number * number : number
      }
    }
  }
}
