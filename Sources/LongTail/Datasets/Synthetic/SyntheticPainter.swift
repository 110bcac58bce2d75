import Torch

/// Paints pictures of one synthetic class.
///
/// What the class decides is shape and texture, and faintly the hue. Everything else is nuisance:
/// place, size, rotation, colours, light, what lies behind and in front, and noise.
struct SyntheticPainter: Sendable {
  let subject: SyntheticClass
  let size: Int
  let difficulty: Double

  init(of subject: SyntheticClass, size: Int, difficulty: Double) {
    self.subject = subject
    self.size = size
    self.difficulty = difficulty
  }

  /// Fills a buffer of size × size × 3 bytes.
  func paint(
    into buffer: UnsafeMutableRawBufferPointer, using random: inout CounterBasedGenerator
  ) {
    let background = Gradient(using: &random)
    let behind = (0..<random.integer(below: 2 + Int(4 * difficulty))).map { _ in
      Blob(largest: 0.35, using: &random)
    }
    let object = Object(subject, difficulty: difficulty, using: &random)
    let inFront = (0..<random.integer(below: 1 + Int(3 * difficulty))).map { _ in
      Blob(largest: 0.14, using: &random)
    }
    let light = random.uniform(in: 1 - 0.4 * difficulty..<1 + 0.2 * difficulty + 0.01)
    let noise = 0.02 + 0.12 * difficulty
    let pixel = 2 / Double(size)
    for row in 0..<size {
      for column in 0..<size {
        // The frame is [−1, 1]².
        let x = (Double(column) + 0.5) * pixel - 1
        let y = (Double(row) + 0.5) * pixel - 1
        var colour = background.colour(x, y)
        for blob in behind { blob.cover(&colour, x, y, pixel: pixel) }
        object.cover(&colour, x, y, pixel: pixel)
        for blob in inFront { blob.cover(&colour, x, y, pixel: pixel) }
        for channel in 0..<3 {
          let value = colour[channel] * light + noise * random.roughlyNormal()
          buffer[(row * size + column) * 3 + channel] = UInt8(max(0, min(255, value * 255 + 0.5)))
        }
      }
    }
  }
}

/// Red, green and blue in [0, 1]; the fourth number is not used.
private typealias Colour = SIMD4<Double>

/// The thing that the picture shows.
private struct Object {
  let shape: SyntheticClass.Shape
  let texture: SyntheticClass.Texture
  let centre: (x: Double, y: Double)
  let radius: Double
  let direction: (x: Double, y: Double)
  let light: Colour
  let dark: Colour
  let frequency: Double
  let phase: Double

  init(_ subject: SyntheticClass, difficulty: Double, using random: inout CounterBasedGenerator) {
    shape = subject.shape
    texture = subject.texture
    let wander = 0.1 + 0.3 * difficulty
    centre = (random.uniform(in: -wander..<wander), random.uniform(in: -wander..<wander))
    radius = random.uniform(in: 0.72 - 0.3 * difficulty..<0.85)
    direction = random.direction()
    let hue = subject.hue + (0.15 + 0.3 * difficulty) * random.uniform(in: -1..<1)
    let saturation = random.uniform(in: 0.35..<0.9)
    let value = random.uniform(in: 0.55..<0.95)
    // A plain object draws its contrast too, so that later draws do not depend on the class.
    let contrast = random.uniform(in: 0.9 - 0.65 * difficulty..<0.95 - 0.35 * difficulty)
    light = rgb(hue: hue, saturation: saturation, value: value)
    dark = light * (1 - contrast)
    frequency = random.uniform(in: 1.6..<2.4)
    phase = random.uniform()
  }

  func cover(_ colour: inout Colour, _ x: Double, _ y: Double, pixel: Double) {
    let offsetX = (x - centre.x) / radius
    let offsetY = (y - centre.y) / radius
    let u = offsetX * direction.x + offsetY * direction.y
    let v = offsetY * direction.x - offsetX * direction.y
    let share = coverage(shape.distance(u, v) * radius, pixel: pixel)
    guard share > 0 else { return }
    let painted = light + (dark - light) * shade(u, v)
    colour += (painted - colour) * share
  }

  /// 0 where the texture is light, 1 where it is dark.
  private func shade(_ u: Double, _ v: Double) -> Double {
    let first = wave(u * frequency + phase)
    let second = wave(v * frequency + phase)
    switch texture {
    case .plain: return 0
    case .striped: return first
    case .dotted: return first * second
    case .checked: return first + second - 2 * first * second
    }
  }

  /// A smoothed square wave of period 1 between 0 and 1.
  private func wave(_ t: Double) -> Double {
    let triangle = abs((t - t.rounded(.down)) * 2 - 1)
    return max(0, min(1, (triangle - 0.5) * 4 + 0.5))
  }
}

/// Clutter: a disc or a box of any colour.
private struct Blob {
  let centre: (x: Double, y: Double)
  let half: (x: Double, y: Double)
  let direction: (x: Double, y: Double)
  let isDisc: Bool
  let colour: Colour

  init(largest: Double, using random: inout CounterBasedGenerator) {
    centre = (random.uniform(in: -1..<1), random.uniform(in: -1..<1))
    half = (random.uniform(in: 0.05..<largest), random.uniform(in: 0.05..<largest))
    direction = random.direction()
    isDisc = random.integer(below: 2) == 0
    colour = rgb(
      hue: random.uniform(), saturation: random.uniform(), value: random.uniform(in: 0.2..<0.95))
  }

  func cover(_ below: inout Colour, _ x: Double, _ y: Double, pixel: Double) {
    let u = (x - centre.x) * direction.x + (y - centre.y) * direction.y
    let v = (y - centre.y) * direction.x - (x - centre.x) * direction.y
    let distance =
      isDisc
      ? (u * u + v * v).squareRoot() - half.x : max(abs(u) - half.x, abs(v) - half.y)
    below += (colour - below) * coverage(distance, pixel: pixel)
  }
}

/// A background that runs from one colour to another.
private struct Gradient {
  let from: Colour
  let to: Colour
  let direction: (x: Double, y: Double)

  init(using random: inout CounterBasedGenerator) {
    func muted(_ random: inout CounterBasedGenerator) -> Colour {
      rgb(
        hue: random.uniform(), saturation: random.uniform(in: 0..<0.5),
        value: random.uniform(in: 0.2..<0.9))
    }
    from = muted(&random)
    to = muted(&random)
    direction = random.direction()
  }

  func colour(_ x: Double, _ y: Double) -> Colour {
    let share = max(0, min(1, 0.5 + 0.4 * (x * direction.x + y * direction.y)))
    return from + (to - from) * share
  }
}

/// How much of a pixel lies inside an outline that is `distance` from its centre.
private func coverage(_ distance: Double, pixel: Double) -> Double {
  max(0, min(1, 0.5 - distance / pixel))
}

/// Hue in turns (any real number), saturation and value in [0, 1].
private func rgb(hue: Double, saturation: Double, value: Double) -> Colour {
  func channel(_ offset: Double) -> Double {
    let position = (hue + offset) * 6
    let wrapped = position - 6 * (position / 6).rounded(.down)
    let share = max(0, min(1, abs(wrapped - 3) - 1))
    return value * (1 - saturation * (1 - share))
  }
  return Colour(channel(0), channel(2.0 / 3), channel(1.0 / 3), 0)
}

extension CounterBasedGenerator {
  /// A unit vector of any direction. By rejection: sine and cosine differ between machines in the last
  /// bit, and the pictures must not.
  fileprivate mutating func direction() -> (x: Double, y: Double) {
    while true {
      let x = uniform(in: -1..<1)
      let y = uniform(in: -1..<1)
      let squared = x * x + y * y
      if squared > 1e-4, squared <= 1 {
        let length = squared.squareRoot()
        return (x / length, y / length)
      }
    }
  }

  /// Mean 0, deviation 1: the sum of four uniform numbers, scaled.
  fileprivate mutating func roughlyNormal() -> Double {
    let bits = next()
    var sum = 0.0
    for shift in stride(from: UInt64(0), to: 64, by: 16) {
      sum += Double((bits >> shift) & 0xFFFF)
    }
    return (sum / 65_535 - 2) * 1.732_050_8
  }
}
