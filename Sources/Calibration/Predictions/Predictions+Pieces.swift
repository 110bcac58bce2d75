extension Predictions {
  /// So many probabilities are held in double precision; more are in single.
  private static let large = 1 << 24
  /// Logits of a piece, about.
  private static let sizeOfPiece = 1 << 20

  /// Probabilities of all samples from those of some at a time, so that of a large set there is never more
  /// than one array as large as its logits.
  func inPieces<Failure: Error>(
    _ body: (Predictions) throws(Failure) -> Probabilities
  ) throws(Failure) -> Probabilities {
    let (samples, classes) = (logits.samples, logits.classes)
    guard samples * classes > Self.large else { return try body(self) }
    var values: [Float] = []
    values.reserveCapacity(samples * classes)
    try forEachPiece { (piece) throws(Failure) in try body(piece).append(to: &values) }
    return Probabilities(unscaled: Logits(values, classes: classes))
  }

  /// The mean of the probabilities of all samples, from those of some at a time.
  func meanOfPieces<Failure: Error>(
    _ body: (Predictions) throws(Failure) -> Probabilities
  ) throws(Failure) -> [Double] {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: logits.classes)
    try forEachPiece { (piece) throws(Failure) in
      let parts = try body(piece).mapColumns { $1.compensatedSum() }
      for (label, part) in parts.enumerated() { sums[label] += part }
    }
    return sums.map { $0.value / Double(logits.samples) }
  }

  private func forEachPiece<Failure: Error>(
    _ body: (Predictions) throws(Failure) -> Void
  ) throws(Failure) {
    let rows = max(1, Self.sizeOfPiece / logits.classes)
    for begin in stride(from: 0, to: logits.samples, by: rows) {
      let range = begin..<min(begin + rows, logits.samples)
      var piece = Predictions(logits: logits.rows(range), labels: Array(labels[range]))
      piece.expertLogits = expertLogits.map { $0.rows(range) }
      try body(piece)
    }
  }
}

extension Logits {
  /// A copy of some rows.
  fileprivate func rows(_ range: Range<Int>) -> Logits {
    withUnsafeValues { values in
      Logits(
        Array(values[range.lowerBound * classes..<range.upperBound * classes]), classes: classes)
    }
  }
}

extension Probabilities {
  /// Adds all values in single precision.
  fileprivate func append(to target: inout [Float]) {
    withUnsafeRows { rows in
      switch rows {
      case .doubles(let base):
        for index in 0..<samples * classes { target.append(Float(base[index])) }
      case .floats(let base):
        target.append(contentsOf: UnsafeBufferPointer(start: base, count: samples * classes))
      case nil: break
      }
    }
  }
}
