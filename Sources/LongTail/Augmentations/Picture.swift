/// One picture in the hands of the augmentations: bytes, height × width × channels.
///
/// A shift and a mirroring are only noted down; they happen when somebody needs the pixels, or for
/// free while the picture is normalised into its batch.
public struct Picture: Sendable {
  /// Rows of pixels.
  public private(set) var height: Int
  /// Columns of pixels.
  public private(set) var width: Int
  /// 1 (grey) or 3 (red, green, blue).
  public let channels: Int

  private var stored: [UInt8]
  private var scratch: [UInt8] = []
  private(set) var placement = Placement()

  /// Where the stored picture lies in the frame: output (x, y) is stored pixel (x + shiftX, y + shiftY),
  /// or zero outside, and then mirrored left to right.
  struct Placement: Equatable {
    var shiftX = 0
    var shiftY = 0
    var mirrored = false
  }

  /// - Precondition: one byte a pixel and channel.
  public init(height: Int, width: Int, channels: Int, pixels: [UInt8]) {
    precondition(
      pixels.count == height * width * channels,
      "\(pixels.count) bytes for \(height)×\(width)×\(channels)")
    self.height = height
    self.width = width
    self.channels = channels
    stored = pixels
  }

  /// The pixels, row by row, channels last.
  public var pixels: [UInt8] {
    mutating get {
      settle()
      return stored
    }
  }

  /// Moves the window: pixel (x, y) becomes what was (x + `x`, y + `y`), black outside the picture.
  public mutating func shift(x: Int, y: Int) {
    if placement != Placement() { settle() }
    placement = Placement(shiftX: x, shiftY: y)
  }

  /// Swaps left and right.
  public mutating func mirror() {
    placement.mirrored.toggle()
  }

  /// Replaces the picture by one computed from it.
  /// - Parameters:
  ///   - newHeight: height of the new picture; as now when `nil`.
  ///   - newWidth: width of the new picture; as now when `nil`.
  ///   - body: gets the pixels as they are and the buffer to fill, which holds anything.
  public mutating func rewrite(
    height newHeight: Int? = nil, width newWidth: Int? = nil,
    _ body: (_ old: UnsafeBufferPointer<UInt8>, _ new: UnsafeMutableBufferPointer<UInt8>) -> Void
  ) {
    settle()
    let newHeight = newHeight ?? height
    let newWidth = newWidth ?? width
    resizeScratch(to: newHeight * newWidth * channels)
    stored.withUnsafeBufferPointer { old in
      scratch.withUnsafeMutableBufferPointer { new in body(old, new) }
    }
    swap(&stored, &scratch)
    height = newHeight
    width = newWidth
  }

  /// Changes the pixels in place.
  public mutating func modify(_ body: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
    settle()
    stored.withUnsafeMutableBufferPointer { body($0) }
  }

  /// Makes this the picture that `fill` writes, in the buffer that is already there.
  mutating func reload(
    height: Int, width: Int, _ fill: (UnsafeMutableRawBufferPointer) throws -> Void
  ) rethrows {
    placement = Placement()
    self.height = height
    self.width = width
    let bytes = height * width * channels
    if stored.count != bytes { stored = [UInt8](repeating: 0, count: bytes) }
    try stored.withUnsafeMutableBytes(fill)
  }

  /// Makes this a framed picture, in the buffer that is already there.
  mutating func reload(_ picture: DecodedPicture) {
    reload(height: picture.height, width: picture.width) { buffer in
      picture.pixels.withUnsafeBytes { buffer.copyMemory(from: $0) }
    }
  }

  /// The stored pixels, before shift and mirroring.
  func withStoredPixels<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    stored.withUnsafeBufferPointer(body)
  }

  private mutating func resizeScratch(to bytes: Int) {
    if scratch.count != bytes { scratch = [UInt8](repeating: 0, count: bytes) }
  }

  /// Carries out what was noted down.
  private mutating func settle() {
    guard placement != Placement() else { return }
    let placement = placement
    self.placement = Placement()
    let (height, width, channels) = (height, width, channels)
    resizeScratch(to: stored.count)
    stored.withUnsafeBufferPointer { old in
      scratch.withUnsafeMutableBufferPointer { new in
        guard let old = old.baseAddress, var target = new.baseAddress else { return }
        for y in 0..<height {
          let row = y + placement.shiftY
          let isInside = 0..<height ~= row
          for x in 0..<width {
            let column = (placement.mirrored ? width - 1 - x : x) + placement.shiftX
            if isInside, 0..<width ~= column {
              let source = old + (row * width + column) * channels
              for channel in 0..<channels { target[channel] = source[channel] }
            } else {
              for channel in 0..<channels { target[channel] = 0 }
            }
            target += channels
          }
        }
      }
    }
    swap(&stored, &scratch)
  }
}
