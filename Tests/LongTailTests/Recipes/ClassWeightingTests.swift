import LongTail
import Testing

struct ClassWeightingTests {
  private func hooks(
    _ method: String, _ words: String?, settings: [String] = [], imbalanceFactor: Double = 4
  ) throws -> [[ClassWeights]] {
    var data = DataSettings(source: "synthetic:classes=4,per-class=400,test=2,size=8")
    data.imbalanceFactor = imbalanceFactor
    let request = MethodRequest(
      method: method, classWeights: try words.map { try ClassWeighting($0) }, settings: settings)
    return try RunPlan(request, data: data).recipe.stages.map { stage in
      stage.hooks.compactMap { $0.hook as? ClassWeights }
    }
  }

  @Test(arguments: [
    ("balanced", ClassWeights.Form.balanced), ("inverse", .inverse),
    ("inverse-square-root", .inverseSquareRoot), ("effective-number", .effectiveNumber),
  ])
  func `a name gives any method its hook`(_ name: String, _ form: ClassWeights.Form) throws {
    for method in ["cross-entropy", "mixup", "ldam"] {
      let found = try hooks(method, name)
      #expect(found.count == 1 && found[0].map(\.form) == [form])
      #expect(found[0].first?.from == 0)
    }
    #expect(try hooks("cross-entropy", nil).allSatisfy(\.isEmpty))
  }

  private static let powers: [(factor: Double, power: Double)] = [
    (1, 1), (10, 1), (100, 0.5), (1000, 1 / 3),
  ]

  @Test(arguments: powers)
  func `auto lets weights differ tenfold at most`(_ factor: Double, _ power: Double) {
    let found = ClassWeighting.power(imbalanceFactor: factor)
    #expect(abs(found - power) < 1e-15)
    let weights = ClassWeights(form: .power, power: found)
      .weights(classCounts: [Int(5 * factor), 5])
    #expect(abs(weights[1] / weights[0] - min(factor, 10)) < 1e-9)
  }

  @Test func `auto is decided by the data and written down as a power`() throws {
    let small = try #require(try hooks("cross-entropy", "auto")[0].first)
    #expect(small.form == .power && small.power == 1)
    let large = try #require(
      try hooks("cross-entropy", "auto", imbalanceFactor: 100)[0].first)
    #expect(large.form == .power && abs(large.power - 0.5) < 1e-12)
    let power = try #require(try hooks("cross-entropy", "power=0.3")[0].first)
    #expect(power.form == .power && power.power == 0.3)
  }

  @Test func `a method's own weights give way, and keep their epoch`() throws {
    let own = try hooks("drw", nil)
    let given = try hooks("drw", "inverse")
    #expect(own[0].map(\.form) == [.effectiveNumber] && given[0].map(\.form) == [.inverse])
    #expect(own[0].map(\.from) == given[0].map(\.from))
    #expect(try hooks("drw", "none")[0].isEmpty)
    // Of two stages the one that decides; the hook beside it stays.
    let two = try hooks("weight-balancing", "balanced")
    #expect(two.map(\.count) == [0, 1])
    let changed = try hooks(
      "cross-entropy", "balanced", settings: ["stages.0.hooks.0.from=7"])
    #expect(changed[0].first?.from == 7)
  }

  @Test func `other words, and a classifier that is computed, are refused`() throws {
    for words in ["", "automatic", "power", "power=", "power=x", "power=11", "power=-1"] {
      let error = #expect(throws: SettingsError.self) { try ClassWeighting(words) }
      #expect(error?.key.hasPrefix("--class-weights") == true, "\(words)")
    }
    let error = #expect(throws: SettingsError.self) { try hooks("ncm", "auto") }
    #expect(error?.key == "--class-weights")
  }
}
