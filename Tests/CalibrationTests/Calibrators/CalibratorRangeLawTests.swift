import CalibrationTesting
import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// Whatever number of a calibrator's file is one that no fit gives: the file is refused, and the key is named.
struct `Every number in the file of a calibrator` {
  /// Where a number stands in a tree of JSON.
  private typealias Place = [String]

  private static func data(_ name: String) throws -> Data {
    var random = SeededNumbers(seed: 31)
    let predictions = random.predictions(samples: 200, classes: 4, featureWidth: 3)
    func data(_ method: some CalibrationMethod) throws -> Data {
      try CalibratorFile.data(method.fitted(to: predictions), method: method)
    }
    return try data(Calibrators.type(named: name).init())
  }

  private static func numbers(in tree: Any, at place: Place = []) -> [Place] {
    switch tree {
    case let list as [Any]:
      return list.indices.flatMap { numbers(in: list[$0], at: place + [String($0)]) }
    case let table as [String: Any]:
      return table.keys.sorted().flatMap { numbers(in: table[$0] ?? 0, at: place + [$0]) }
    case is NSNumber: return [place]
    default: return []
    }
  }

  private static func replacing(_ tree: Any, _ place: ArraySlice<String>, by value: Any) -> Any {
    guard let key = place.first else { return value }
    if var list = tree as? [Any], let index = Int(key) {
      list[index] = replacing(list[index], place.dropFirst(), by: value)
      return list
    }
    guard var table = tree as? [String: Any], let old = table[key] else { return tree }
    table[key] = replacing(old, place.dropFirst(), by: value)
    return table
  }

  /// Whole numbers below 0 are none of these.
  private static let counts: Set<String> = [
    "bins", "iterations", "inducingPoints", "largestScoreCount", "headClasses", "tailClasses",
    "samples", "label", "counts", "clippedBelow", "clippedAbove", "classes", "groups",
  ]

  /// Numbers that are out of range wherever they stand, but for distances, which may be infinite.
  private static func wrong(at place: Place) -> [Any] {
    let names = place.filter { Int($0) == nil }
    // Of a number that no whole one can be, JSON's decoder does not say where it stood.
    if counts.contains(names.last ?? "") || place == ["settings", "knots"] {
      return ["nan", "-inf", -1]
    }
    return ["nan", "-inf", -1e300] + (names.contains("squaredDistances") ? [] : ["inf", 1e300])
  }

  @Test(arguments: Calibrators.names)
  func `is refused by its key where no fit gives it`(name: String) throws {
    let tree = try JSONSerialization.jsonObject(with: Self.data(name))
    let places = Self.numbers(in: tree).filter {
      $0.first == "settings" || $0.first == "calibrator"
    }
    #expect(places.contains { $0.first == "calibrator" })
    for place in places {
      for value in Self.wrong(at: place) {
        let changed = try JSONSerialization.data(
          withJSONObject: Self.replacing(tree, place[...], by: value))
        let error = #expect(throws: FileProblem.self, "\(place.joined(separator: ".")) = \(value)")
        {
          try CalibratorFile.read(changed, from: "c.json")
        }
        // A number of a list may be told by the place of its list.
        let names = place.filter { Int($0) == nil }
        let words = error.map { "\($0)" } ?? ""
        let isNamed = names.suffix(2).contains { $0 != names.first && words.contains($0) }
        #expect(
          isNamed && words.contains(names.first ?? "?"),
          "\(place.joined(separator: ".")) = \(value): \(words)")
      }
    }
  }

  @Test(arguments: Calibrators.names)
  func `is a finite one, as it was fitted`(name: String) throws {
    #expect(throws: Never.self) { try CalibratorFile.read(Self.data(name), from: "c.json") }
  }

  @Test func `has class statistics that fit its classes`() throws {
    let tree = try JSONSerialization.jsonObject(with: Self.data("knowledge-transfer"))
    for (place, value, key) in [
      ("headClasses", [9] as Any, "calibrator.headClasses.0"),
      ("tailClasses.0", 4, "calibrator.tailClasses.0"),
      ("attention.0", [0.5], "calibrator.attention.0"),
      ("attention.1.0", 1.5, "calibrator.attention.1.0"),
      ("squaredDistances", [], "calibrator.squaredDistances"),
      ("tailWeights.counts", [1], "calibrator.tailWeights.edges"),
      ("tailWeights.edges.0", 1e6, "calibrator.tailWeights.edges.1"),
      ("tailWeights.ofClass", [], "calibrator.tailWeights.ofClass"),
      ("alpha", 1.5, "calibrator.alpha"),
    ] {
      let path = ("calibrator." + place).split(separator: ".").map(String.init)
      let changed = try JSONSerialization.data(
        withJSONObject: Self.replacing(tree, path[...], by: value))
      let error = #expect(throws: FileProblem.self, "\(place)") {
        try CalibratorFile.read(changed, from: "c.json")
      }
      #expect(error?.place == key, "\(place): \(String(describing: error))")
    }
  }

  @Test func `is checked among its settings, too`() throws {
    let tree = try JSONSerialization.jsonObject(with: Self.data("histogram-binning"))
    let changed = try JSONSerialization.data(
      withJSONObject: Self.replacing(tree, ["settings", "bins"], by: 0))
    let error = #expect(throws: FileProblem.self) {
      try CalibratorFile.read(changed, from: "c.json")
    }
    #expect(error?.description == "c.json, settings.bins: expected 1 to 100000, found 0")
  }
}
