extension TensorBoardHistogram {
  /// 40 buckets of equal width between the extremes of the values.
  init(_ values: [Float]) {
    self.init()
    guard let least = values.min(), let most = values.max() else { return }
    let bucketCount = least == most ? 1 : 40
    let width = (Double(most) - Double(least)) / Double(bucketCount)
    var counts = Array(repeating: 0.0, count: bucketCount)
    for value in values.lazy.map(Double.init) {
      sum += value
      sumSquares += value * value
      let index = width > 0 ? Int((value - Double(least)) / width) : 0
      counts[Swift.min(index, bucketCount - 1)] += 1
    }
    min = Double(least)
    max = Double(most)
    num = Double(values.count)
    bucket = counts
    bucketLimit = (1...bucketCount).map { index in
      index == bucketCount ? Double(most) : Double(least) + Double(index) * width
    }
  }
}
