import TestSupport
import Testing
import Torch

@testable import LongTail

struct ForegroundTests {
  /// `foreground_fixtures.json` (Tests/Fixtures/foreground_fixtures.py).
  private struct Fixture: Decodable {
    struct Case: Decodable {
      let kind: String
      let form: String
      let raw: [Float]
      let rawHeight: Int
      let rawWidth: Int
      let levels: [UInt8]
      let mask: [Bool]
      let rows: [Int]
      let columns: [Int]
      let result: [UInt8]
      let degrees: Int?
      let scale: Double?
      let x: Double?
      let y: Double?

      func change() throws -> ForegroundChange {
        switch kind {
        case "turned":
          .turned(
            degrees: try #require(degrees), scale: try #require(scale), x: try #require(x),
            y: try #require(y))
        case "moved": .moved(x: Int(try #require(x)), y: Int(try #require(y)))
        default: .mirrored
        }
      }
    }
    let height: Int
    let width: Int
    let image: [UInt8]
    let cases: [Case]
  }

  @Test func `maps, foregrounds and pictures are those of NumPy, byte for byte`() throws {
    let given = try fixture("foreground_fixtures", as: Fixture.self)
    let size = PictureSize(height: given.height, width: given.width)
    let picture = DecodedPicture(height: given.height, width: given.width, pixels: given.image)
    #expect(given.cases.count == 12)
    for expected in given.cases {
      let form = try #require(ForegroundForm(rawValue: expected.form))
      let map = ActivationMap(
        height: expected.rawHeight, width: expected.rawWidth, activations: expected.raw)
      #expect(map.levels(over: size, in: .init(size)) == expected.levels)
      let foreground = Foreground(map, of: size, in: .init(size))
      #expect(foreground.mask == expected.mask)
      let (rows, columns) = (foreground.rows(form.extent), foreground.columns(form.extent))
      #expect([rows.first, rows.last] == expected.rows)
      #expect([columns.first, columns.last] == expected.columns)
      let made = form.pasted(picture, foreground, try expected.change())
      #expect(made.pixels == expected.result, "\(expected.kind), \(form)")
      #expect(made.pixels != given.image)
    }
  }

  @Test func `a change that moves nothing leaves the picture as it is`() throws {
    let given = try fixture("foreground_fixtures", as: Fixture.self)
    let size = PictureSize(height: given.height, width: given.width)
    let picture = DecodedPicture(height: given.height, width: given.width, pixels: given.image)
    let first = given.cases[0]
    let foreground = Foreground(
      ActivationMap(height: first.rawHeight, width: first.rawWidth, activations: first.raw),
      of: size, in: .init(size))
    for form in ForegroundForm.allCases {
      for change in [
        ForegroundChange.moved(x: 0, y: 0), .turned(degrees: 0, scale: 1, x: 3.5, y: 2),
      ] { #expect(form.pasted(picture, foreground, change) == picture) }
    }
  }

  @Test func `a map that is the same everywhere takes all of the picture for the foreground`() {
    let map = ActivationMap(height: 2, width: 2, activations: [3, 3, 3, 3])
    let size = PictureSize(height: 5, width: 7)
    let foreground = Foreground(map, of: size, in: .init(size))
    #expect(map.levels == [0, 0, 0, 0] && foreground.mask.allSatisfy { $0 })
    #expect(foreground.rows(.whole) == (0, 4) && foreground.columns(.whole) == (0, 6))
  }

  @Test func `outside of what the network saw there is no foreground`() {
    let map = ActivationMap(height: 2, width: 2, activations: [1, 1, 1, 0])
    let size = PictureSize(height: 4, width: 8)
    // The middle four columns, as a square crop leaves them.
    let cut = PictureCut(
      whole: PictureSize(height: 8, width: 16),
      window: PictureWindow(top: 0, left: 4, height: 8, width: 8),
      result: PictureSize(height: 8, width: 8))
    let region = ActivationMap.Region(cut, of: size)
    let foreground = Foreground(map, of: size, in: region)
    #expect(foreground.columns(.whole).first == 2 && foreground.columns(.whole).last <= 5)
    #expect(map.levels(over: size, in: region).count { $0 == nil } == 16)
    #expect(map.levels(over: size, in: region)[2] == 255)
  }

  @Test func `draws stay in their ranges, and keep the foreground in the picture`() {
    let size = PictureSize(height: 12, width: 9)
    var levels = [Float](repeating: 0, count: 108)
    for row in 4..<9 { for column in 2..<5 { levels[row * 9 + column] = 1 } }
    let foreground = Foreground(
      ActivationMap(height: 12, width: 9, activations: levels), of: size, in: .init(size))
    #expect(foreground.rows(.whole) == (4, 8) && foreground.rows(.firstTwo) == (4, 5))
    #expect(foreground.columns(.whole) == (2, 4) && foreground.columns(.firstTwo) == (2, 3))
    var kinds: [String: Int] = [:]
    var (left, right, least, most) = (9, 0, 90, -90)
    for position in 0..<3000 {
      var random = CounterBasedGenerator(seed: 3, purpose: .foreground, position: position)
      switch ForegroundChange(of: foreground, .whole, mirrors: true, using: &random) {
      case .turned(let degrees, let scale, let x, let y):
        kinds["turned", default: 0] += 1
        (least, most) = (min(least, degrees), max(most, degrees))
        #expect(0.8...1.19 ~= scale && x == 3 && y == 6)
      case .moved(let x, let y):
        kinds["moved", default: 0] += 1
        (left, right) = (min(left, x), max(right, x))
        #expect(-2...4 ~= x && -4...3 ~= y)
      case .mirrored: kinds["mirrored", default: 0] += 1
      }
    }
    #expect(least == -45 && most == 44 && left == -2 && right == 4)
    #expect(kinds.count == 3 && kinds.values.allSatisfy { abs($0 - 1000) < 120 })
    var random = CounterBasedGenerator(seed: 4, purpose: .foreground)
    for _ in 0..<200 {
      let change = ForegroundChange(of: foreground, .firstTwo, mirrors: false, using: &random)
      #expect(change != .mirrored)
    }
  }

  @Test func `classes are brought to the largest and the smallest count together`() {
    let plan = ForegroundPlan(classCounts: [100, 20, 5], threshold: nil)
    #expect(plan.counts == [5, 85, 100] && plan.total == 190)
    #expect(plan.labels.count == 190 && plan.labels[4] == 0 && plan.labels[5] == 1)
    // As on ImageNet-LT: none for classes that have so many, at most so many for the others.
    let bounded = ForegroundPlan(classCounts: [1280, 100, 99, 5], threshold: 100)
    #expect(bounded.counts == [0, 0, 100, 100])
    #expect(ForegroundPlan(classCounts: [30, 25], threshold: 200).counts == [25, 30])
    #expect(ForegroundPlan(classCounts: [30, 25], threshold: 25).total == 0)
  }
}
