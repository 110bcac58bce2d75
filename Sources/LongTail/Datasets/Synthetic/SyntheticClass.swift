/// What a class of the synthetic data set looks like.
struct SyntheticClass: Sendable {
  enum Shape: String, CaseIterable {
    case disc, square, triangle, ring, cross, star, crescent, hexagon, corner, arch
  }

  enum Texture: String, CaseIterable {
    case plain, striped, dotted, checked
  }

  static let most = Shape.allCases.count * Texture.allCases.count

  let shape: Shape
  let texture: Texture
  /// Middle of the class's hues, in [0, 1).
  let hue: Double

  /// The first half of the classes differ by shape; the second half repeats these with another texture.
  init(number: Int, of classes: Int) {
    let shapes = min(Shape.allCases.count, max(2, (classes + 1) / 2))
    let (round, index) = number.quotientAndRemainder(dividingBy: shapes)
    shape = Shape.allCases[index]
    texture = Texture.allCases[round]
    // Two families of colours: a hint, never proof, as each family serves half of the classes.
    hue = (index + round) % 2 == 0 ? 0.05 : 0.55
  }

  var name: String { "\(texture.rawValue) \(shape.rawValue)" }
}
