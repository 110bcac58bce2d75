/// Σ strength · (parameter − centre)²
struct QuadraticPenalty {
  /// One a parameter, 0 or more.
  let strengths: [Double]
  /// One a parameter.
  let centre: [Double]

  /// The same strength for every parameter.
  init(_ strength: Double, centre: [Double]) {
    strengths = [Double](repeating: strength, count: centre.count)
    self.centre = centre
  }

  /// - Precondition: as many strengths as parameters.
  init(strengths: [Double], centre: [Double]) {
    precondition(strengths.count == centre.count, "\(strengths.count) for \(centre.count)")
    self.strengths = strengths
    self.centre = centre
  }

  /// The penalty at a point; its derivatives are added to a gradient.
  func add(at point: [Double], to gradient: inout [Double]) -> Double {
    var sum = CompensatedSum()
    for index in point.indices {
      let shift = point[index] - centre[index]
      sum += strengths[index] * shift * shift
      gradient[index] += 2 * strengths[index] * shift
    }
    return sum.value
  }

  /// Adds its second derivatives times a direction.
  func addCurvature(along direction: [Double], to product: inout [Double]) {
    for index in direction.indices { product[index] += 2 * strengths[index] * direction[index] }
  }
}
