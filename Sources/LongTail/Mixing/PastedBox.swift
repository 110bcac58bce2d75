import Foundation
import Torch

/// A box of a picture that is replaced by the same box of another one.
struct PastedBox: Equatable {
  let rows: Range<Int>
  let columns: Range<Int>

  /// A box whose sides are √(1 − λ) of the picture's, rounded down, around a uniform centre; what lies outside of
  /// the picture is cut off (Yun et al., ICCV 2019: CutMix, algorithm A1).
  init(
    height: Int, width: Int, lambda: Double, using random: inout CounterBasedGenerator
  ) {
    let row = random.integer(below: height)
    self.init(
      height: height, width: width, lambda: lambda,
      centre: (row, random.integer(below: width)))
  }

  /// Sides are rounded down, or as asked for.
  init(
    height: Int, width: Int, lambda: Double, centre: (row: Int, column: Int),
    rounding: FloatingPointRoundingRule = .down
  ) {
    let ratio = (1 - lambda).squareRoot()
    func range(_ side: Int, _ centre: Int) -> Range<Int> {
      let half = Int((Double(side) * ratio).rounded(rounding)) / 2
      return max(0, centre - half)..<min(side, centre + half)
    }
    rows = range(height, centre.row)
    columns = range(width, centre.column)
  }

  /// The part of a picture that stays, in [0, 1].
  func shareKept(height: Int, width: Int) -> Double {
    1 - Double(rows.count * columns.count) / Double(height * width)
  }

  /// `background` `[batch, channels, height, width]` with the box of `foreground` in it.
  func pasted(_ foreground: Tensor, into background: Tensor) -> Tensor {
    let (height, width) = (background.shape[2], background.shape[3])
    let inside = (0..<height).map { rows.contains($0) ? 1.0 : 0 }
    let across = (0..<width).map { columns.contains($0) ? 1.0 : 0 }
    let mask =
      Tensor(inside, shape: [1, 1, height, 1], device: background.device)
      * Tensor(across, shape: [1, 1, 1, width], device: background.device)
    return Tensor.where(mask.greater(than: 0), foreground, background)
  }
}
