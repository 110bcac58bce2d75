/// Smoothing of a class's labels over its training images, for several rules.
public struct SmoothingShapes: Chart, Equatable {
  /// Training images per class, in class order.
  public var counts: [Int]
  /// One line a rule; those that were not used are dashed.
  public var shapes: [StageFacts.Smoothing]

  /// - Precondition: one value a class in each shape.
  public init(counts: [Int], shapes: [StageFacts.Smoothing]) {
    for shape in shapes {
      precondition(
        shape.values.count == counts.count,
        "\(shape.values.count) values of \(shape.shape) for \(counts.count) classes")
    }
    self.counts = counts
    self.shapes = shapes
  }

  public func drawing(width: Double) -> Drawing {
    let order = ClassOrder.byFrequency(counts).reversed()
    return LineChart(
      title: "Smoothing over the class's training images",
      horizontalTitle: "training images of the class", verticalTitle: "smoothing ε",
      unit: .percent,
      lines: shapes.enumerated().map { index, shape in
        LineChart.Line(
          shape.isUsed ? "\(shape.shape) (used)" : shape.shape,
          points: order.map { Point(Double(counts[$0]), shape.values[$0]) }, colour: index,
          isDashed: !shape.isUsed)
      }
    ).drawing(width: width)
  }
}
