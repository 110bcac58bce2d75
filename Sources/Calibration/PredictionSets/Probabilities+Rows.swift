extension Probabilities {
  /// The probability of a class.
  /// - Precondition: both are in range.
  public subscript(sample: Int, label: Int) -> Double {
    precondition((0..<samples).contains(sample), "sample \(sample) of \(samples)")
    precondition((0..<classes).contains(label), "class \(label) of \(classes)")
    return withUnsafeRows { rows in
      switch rows {
      case .doubles(let base): base[sample * classes + label]
      case .floats(let base): Double(base[sample * classes + label])
      case nil: .nan
      }
    }
  }

  /// The probabilities of one sample.
  func row(_ sample: Int) -> [Double] { (0..<classes).map { self[sample, $0] } }
}
