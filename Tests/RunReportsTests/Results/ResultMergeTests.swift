import Testing

@testable import RunReports

/// How sittings add up.
struct ResultMergeTests {
  private static func merged(_ old: [CellResult], _ new: [CellResult]) -> ResultMerge {
    ResultMerge(old, adding: new)
  }

  @Test func `rows of other cells and other seeds add up`() {
    let old = [SmallTable.result("CE", SmallTable.run("ce-0"))]
    let new = [
      SmallTable.result("CE", SmallTable.run("ce-1", seed: 1, identity: "b")),
      SmallTable.result("Other", SmallTable.run("other-0", identity: "c")),
    ]
    let merge = Self.merged(old, new)
    #expect(merge.results == old + new)
    #expect(merge.taken == ["ce-1", "other-0"] && merge.kept == [])
  }

  @Test func `a run of more epochs takes the place of a shorter one`() {
    let old = [SmallTable.result("CE", SmallTable.run("ce-0", epochs: [20]))]
    let new = [
      SmallTable.result("CE", accuracy: 0.4, SmallTable.run("ce-0", epochs: [200], identity: "b"))
    ]
    #expect(Self.merged(old, new).results == new)
  }

  @Test(arguments: [[20], [200], [150, 50]])
  func `a run of other settings that is no longer is named and left out`(_ epochs: [Int]) {
    let old = [SmallTable.result("CE", SmallTable.run("ce-0"))]
    let new = [SmallTable.result("CE", SmallTable.run("ce-0", epochs: epochs, identity: "b"))]
    let merge = Self.merged(old, new)
    #expect(merge.results == old && merge.taken == [])
    #expect(
      merge.kept.count == 1 && merge.kept[0].hasPrefix("ce-0: the results keep the run of 200"))
  }

  @Test func `the same settings made anew take the place of what they gave before`() {
    let old = [SmallTable.result("CE", SmallTable.run("ce-0", commit: "abc"))]
    let new = [
      SmallTable.result(
        "CE", accuracy: 0.39, SmallTable.run("ce-0", begun: "2026-02-01T00:00:00Z", commit: "def"))
    ]
    #expect(Self.merged(old, new).results == new)
  }

  @Test func `the same run told again keeps what it was built from`() {
    let old = [SmallTable.result("CE", SmallTable.run("ce-0", commit: "abc"))]
    let again = Self.merged(
      old, [SmallTable.result("CE", SmallTable.run("ce-0", commit: "def"))])
    #expect(again.results == old)
    let unsaid = Self.merged(
      [SmallTable.result("CE", SmallTable.run("ce-0"))],
      [SmallTable.result("CE", SmallTable.run("ce-0", commit: "def"))])
    #expect(unsaid.results.map(\.run.commit) == ["def"])
  }

  @Test func `rows of a run stay together`() {
    let short = SmallTable.run("both", epochs: [20])
    let old = [
      SmallTable.result("CE", short), SmallTable.result("Other", short),
      SmallTable.result("CE", SmallTable.run("ce-1", seed: 1)),
    ]
    let long = SmallTable.run("both", epochs: [200], identity: "b")
    // The longer run has no figure for the other row any more.
    let merge = Self.merged(old, [SmallTable.result("CE", long)])
    #expect(merge.results.map(\.run.name) == ["ce-1", "both"])
    // One better rival keeps all rows of a run out.
    let mixed = Self.merged(
      [SmallTable.result("CE", long), SmallTable.result("Other", short)],
      [
        SmallTable.result("CE", SmallTable.run("new", epochs: [100], identity: "c")),
        SmallTable.result("Other", SmallTable.run("new", epochs: [100], identity: "c")),
      ])
    #expect(mixed.results.map(\.run.name) == ["both", "both"] && mixed.kept.count == 1)
  }
}
