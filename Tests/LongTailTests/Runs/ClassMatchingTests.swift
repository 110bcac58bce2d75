import ArrayFiles
import LongTail
import Testing

struct ClassMatchingTests {
  private static let own = ["blue", "green", "red"]

  private func matching(
    _ names: [String], _ counts: [Int]? = nil, own: [String] = own, rule: ClassMatching.Rule? = nil
  ) throws -> ClassMatching {
    try ClassMatching(of: names, counts: counts, in: "data", among: own, of: "run", rule: rule)
  }

  private func problem(
    _ names: [String], _ counts: [Int]? = nil, own: [String] = own, rule: ClassMatching.Rule? = nil
  ) -> String {
    let error = #expect(throws: FileProblem.self) {
      try matching(names, counts, own: own, rule: rule)
    }
    return error?.description ?? ""
  }

  @Test func `names decide, whatever their order and number`() throws {
    #expect(try matching(["blue", "green", "red"]).isIdentity)
    #expect(try matching(["red", "green", "blue"]).classes == [2, 1, 0])
    #expect(try matching(["green", "red"]).classes == [1, 2])
    #expect(try matching(["green", "red"]).remarks.isEmpty)
  }

  @Test func `names are the same when Unicode says so`() throws {
    let composed = ["caf\u{e9}", "tea"]
    let decomposed = ["tea", "cafe\u{301}"]
    #expect(try matching(decomposed, own: composed).classes == [1, 0])
  }

  @Test func `every unknown name is told, with its samples`() throws {
    let words = problem(["green", "red", "yellow", "violet"], [1, 2, 1, 4])
    #expect(words.contains("“yellow” (1 sample)") && words.contains("“violet” (4 samples)"))
    #expect(words.contains("“blue”, “green”, “red”"))
    #expect(problem(["Blue", "green", "red"]).contains("“Blue”"))
  }

  @Test func `an unknown class without a sample is no trouble`() throws {
    #expect(try matching(["green", "yellow"], [3, 0]).classes == [1, nil])
  }

  @Test func `numbers beside names are positions, and that is said`() throws {
    let found = try matching(["0", "1", "2"])
    #expect(found.isIdentity)
    #expect(found.remarks.count == 1 && found.remarks[0].contains("by position"))
    #expect(try matching(["0", "1"]).classes == [0, 1])
    #expect(try matching(["a", "b", "c"], own: ["0", "1", "2"]).remarks.count == 1)
    #expect(problem(["0", "1", "2", "3"]).contains("“3”"))
    #expect(problem(["a", "b"], own: ["0", "1", "2"]).contains("cannot be told"))
  }

  @Test func `numbers of two sizes are the same numbers`() throws {
    #expect(try matching(["0", "1"], own: ["0", "1", "2"]).classes == [0, 1])
    #expect(problem(["0", "1", "2"], own: ["0", "1"]).contains("“2”"))
  }

  /// Folders 0 … 11 sort as text: 0, 1, 10, 11, 2, …
  @Test func `numbers in another order are refused with both readings`() throws {
    let numbers = (0..<12).map(String.init)
    let sorted = numbers.sorted()
    let words = problem(sorted, own: numbers)
    #expect(words.contains("class 2 (“10”) is class 10"))
    #expect(words.contains("by position, it is class 2 (“2”)"))
    #expect(words.contains("--match-classes name"))
    #expect(problem(numbers, own: sorted).contains("by position"))
    #expect(problem(["1", "2"], own: ["0", "1", "2"]).contains("by name"))
    let byName = try matching(sorted, own: numbers, rule: .name)
    #expect(byName.classes[2] == 10)
    #expect(try matching(sorted, own: numbers, rule: .position).isIdentity)
    // Sorted alike on both sides they are names as any others.
    #expect(try matching(["0", "10", "2"], own: ["0", "1", "10", "2"]).classes == [0, 2, 3])
  }

  @Test func `two classes of one name cannot be matched by it`() throws {
    #expect(problem(["red", "red", "blue"]).contains("two classes of the name “red”"))
    #expect(try matching(["red", "red"], own: ["red", "red"]).isIdentity)
  }

  @Test func `positions can be asked for`() throws {
    let found = try matching(["a", "b"], rule: .position)
    #expect(found.classes == [0, 1])
    #expect(found.remarks.first?.contains("“a”, is “blue”") == true)
    #expect(problem(["a", "b", "c", "d"], [1, 1, 1, 1], rule: .position).contains("“d”"))
  }

  /// `metrics` takes the label 1 for the second class.
  @Test func `numbers without a 0 that may count from 0 or 1 are refused with both readings`()
    throws
  {
    let words = problem(["1", "2"], [8, 8], rule: .position)
    #expect(words.contains("count from 0, class “1” is “green”"), "\(words)")
    #expect(words.contains("count from 1, it is “blue”"), "\(words)")
    #expect(words.contains("--match-classes from-0") && words.contains("--match-classes from-1"))
    #expect(problem(["1"], [8], rule: .position).contains("not clear"))
    #expect(problem(["1", "2"], [0, 8], rule: .position).contains("class “2” is “red”"))
    #expect(problem(["0", "2"], [8, 8], rule: .position).contains("by position, it is “green”"))
    let fromZero = try matching(["1", "2"], [8, 8], rule: .numbersFrom0)
    #expect(fromZero.classes == [1, 2])
    #expect(fromZero.remarks.count == 1 && fromZero.remarks[0].contains("“1” is “green”"))
    #expect(try matching(["1", "2"], [8, 8], rule: .numbersFrom1).classes == [0, 1])
    #expect(try matching(["2", "0"], rule: .numbersFrom0).classes == [2, 0])
  }

  @Test func `numbers that can be read in one way need no choice`() throws {
    #expect(try matching(["1", "2", "3"], [8, 8, 8], rule: .position).isIdentity)
    #expect(try matching(["1", "2", "3"], [0, 8, 8], rule: .position).isIdentity)
    #expect(try matching(["0", "1"], [8, 8], rule: .position).classes == [0, 1])
    #expect(try matching(["1", "2"], own: ["1", "2", "3"], rule: .position).classes == [0, 1])
    #expect(
      problem(["1", "3"], [8, 8], rule: .numbersFrom0).contains("“3” is no number from 0 to 2"))
    #expect(
      problem(["a", "b"], [8, 8], rule: .numbersFrom1).contains("are no numbers from 1 to 3"))
  }
}
