import Calibration
import LongTail
import Testing

struct ComparisonGridTests {
  @Test func `places go seed by seed, then by factor and method`() throws {
    let grid = try ComparisonGrid(methods: ["mixup", "crt"], factors: [0.1, nil], seeds: [0, 3])
    #expect(
      grid.places.map(\.folder) == [
        "mixup-if10-seed0", "crt-if10-seed0", "mixup-seed0", "crt-seed0", "mixup-if10-seed3",
        "crt-if10-seed3", "mixup-seed3", "crt-seed3",
      ])
  }

  @Test func `what names no run is refused`() {
    #expect(throws: UnknownName.self) { try ComparisonGrid(methods: ["mixupp"]) }
    #expect(throws: SettingsError("methods", "nothing is named")) {
      try ComparisonGrid(methods: [])
    }
    #expect(throws: SettingsError("methods", "mixup is named twice")) {
      try ComparisonGrid(methods: ["mixup", "mixup"])
    }
    #expect(throws: SettingsError("seeds", "0 is named twice")) {
      try ComparisonGrid(methods: ["mixup"], seeds: [0, 1, 0])
    }
    #expect(throws: SettingsError("seeds", "found -1; 0 or more is needed")) {
      try ComparisonGrid(methods: ["mixup"], seeds: [-1])
    }
    #expect(throws: DatasetProblem.self) { try ComparisonGrid(methods: ["mixup"], factors: [-3]) }
    #expect(throws: DatasetProblem.self) {
      try ComparisonGrid(methods: ["mixup"], factors: [.nan])
    }
  }
}
