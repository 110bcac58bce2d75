import ArrayFiles
import Calibration
import ModelExport
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Prediction sets as operators of a graph.
struct ExportedSetsTests {
  private static let classes = 5

  private static func predictions(_ seed: UInt64, samples: Int = 300) -> Predictions {
    var random = CounterBasedGenerator(seed: seed, stream: 0)
    let labels = (0..<samples).map { _ in
      min(classes - 1, Int(random.uniform() * random.uniform() * 5))
    }
    let logits = labels.flatMap { label in
      (0..<classes).map { Float(2 * random.normal() + ($0 == label ? 2 : 0)) }
    }
    return Predictions(logits: Logits(logits, classes: classes), labels: labels)
  }

  private static func network(_ count: Int = classes, names: [String]? = nil) -> KnownClasses {
    KnownClasses(count: count, names: names, owner: "runs/mine")
  }

  private func predictor(
    _ score: any SetScore, _ rule: any SetRule = SplitRule(), emptySets: EmptySets = .keep,
    calibrator: CalibratorIdentity = .none
  ) throws -> SetPredictor {
    let held = Self.predictions(1)
    return try SetMethod(score: score, rule: rule, alpha: 0.2, emptySets: emptySets).fitted(
      to: ProbabilityRows(softmax(held.logits)), labels: held.labels,
      facts: ClassFacts(
        trainingCounts: held.labelCounts,
        targetPrior: [Double](repeating: 0.2, count: Self.classes)), calibrator: calibrator)
  }

  private func members(_ sets: ExportedSets, _ logits: Logits) throws -> [Bool] {
    let builder = GraphBuilder(input: ModelGraph.Port("logits", extents: [Self.classes]))
    builder.output(
      sets.export(builder.softmax(builder.input), in: builder),
      as: ModelGraph.Port("prediction_set", .boolean, extents: [Self.classes]))
    let folder = try TemporaryFolder()
    try ONNXFile.write(builder.graph, metadata: [:], version: "1", to: folder("m.onnx"))
    let graph = try ONNXFile.read(folder("m.onnx")).graph
    #expect(graph.outputs[0].element == .boolean)
    let input = Tensor(
      logits.values.map(Double.init), shape: [logits.samples, Self.classes]
    ).to(.float32)
    let found = try GraphInterpreter(graph, path: "m.onnx").outputs(for: input)
    return try #require(found["prediction_set"]).doubles.map { $0 != 0 }
  }

  private func expectSame(_ predictor: SetPredictor) throws {
    let logits = Self.predictions(2, samples: 200).logits
    let found = try members(
      ExportedSets(predictor, from: "s.json", calibrator: .none, classes: Self.network()), logits)
    let expected = try predictor.sets(for: softmax(logits))
    let own = (0..<200).flatMap { sample in
      (0..<Self.classes).map { expected[sample].contains($0) }
    }
    // Rounding to float32 may turn a class that lies on its threshold.
    #expect(zip(found, own).count { $0 != $1 } <= 1)
    #expect(own.contains(true) && own.contains(false))
  }

  @Test func `thresholds of one probability give the same sets`() throws {
    for score in [
      LeastAmbiguousScore() as any SetScore, PrevalenceAdjustedScore(),
      WeightedPrevalenceScore(weights: [1, 2, 3, 4, 5]),
    ] {
      for rule in [SplitRule() as any SetRule, ClassConditionalRule(), LabelShiftRule()] {
        try expectSame(predictor(score, rule))
      }
    }
  }

  @Test func `an empty set gets the most probable class where the file says so`() throws {
    // Far below what the sets need, so that many are empty.
    let held = Self.predictions(1)
    let method = SetMethod(
      score: LeastAmbiguousScore(), rule: SplitRule(), alpha: 0.7, emptySets: .top1)
    let predictor = try method.fitted(
      to: ProbabilityRows(softmax(held.logits)), labels: held.labels, facts: ClassFacts(),
      calibrator: .none)
    try expectSame(predictor)
    let logits = Self.predictions(2, samples: 200).logits
    let found = try members(
      ExportedSets(predictor, from: "s.json", calibrator: .none, classes: Self.network()), logits)
    for sample in 0..<200 {
      #expect(found[sample * Self.classes..<(sample + 1) * Self.classes].contains(true))
    }
    var kept = predictor
    kept.emptySets = .keep
    #expect((0..<200).contains { (try? kept.sets(for: softmax(logits))[$0].isEmpty) == true })
  }

  @Test func `a class without a threshold is in every set`() throws {
    var predictor = try predictor(LeastAmbiguousScore(), ClassConditionalRule())
    #expect(predictor.thresholds.allSatisfy { $0 < .infinity })
    let held = Self.predictions(1, samples: 12)
    predictor = try SetMethod(
      score: LeastAmbiguousScore(), rule: ClassConditionalRule(), alpha: 0.2
    ).fitted(
      to: ProbabilityRows(softmax(held.logits)), labels: held.labels, facts: ClassFacts(),
      calibrator: .none)
    let sets = try ExportedSets(
      predictor, from: "s.json", calibrator: .none, classes: Self.network())
    #expect(sets.least.contains(-1))
    #expect(try sets.metadata()["longtail.thresholds"]?.contains("null") == true)
    #expect(try sets.metadata()["longtail.alpha"] == "0.2")
    #expect(try members(sets, held.logits).count == 60)
  }

  @Test func `what is no threshold of a probability is refused with the reason`() throws {
    let other = CalibratorIdentity.file(method: "temperature", sha256: "ab")
    for (predictor, identity, classes, words) in [
      (try predictor(AdaptiveScore()), CalibratorIdentity.none, 5, "draws a number"),
      (try predictor(RankScore()), .none, 5, "more than a class's own probability"),
      (try predictor(LeastAmbiguousScore(), RankCalibratedRule()), .none, 5, "limits ranks"),
      (try predictor(LeastAmbiguousScore()), other, 5, "temperature calibrator with SHA-256 ab"),
      (try predictor(LeastAmbiguousScore()), .none, 4, "the network has 4"),
    ] {
      let error = #expect(throws: FileProblem.self) {
        try ExportedSets(
          predictor, from: "s.json", calibrator: identity, classes: Self.network(classes))
      }
      #expect(error?.problem.contains(words) == true, "\(error?.problem ?? "") lacks \(words)")
      #expect(error?.path == "s.json")
    }
  }

  @Test func `sets of classes in another order, or of others, are refused`() throws {
    var predictor = try predictor(LeastAmbiguousScore())
    let names = ["cat", "dog", "owl", "yak", "emu"]
    for (own, words) in [
      (["yak", "dog", "cat", "owl", "emu"], "class 0 is 'yak', but 'cat' in runs/mine"),
      (["ant", "bee", "cow", "elk", "fox"], "class 0 is 'ant', but 'cat' in runs/mine"),
    ] {
      predictor.classNames = own
      let error = #expect(throws: FileProblem.self) {
        try ExportedSets(
          predictor, from: "s.json", calibrator: .none, classes: Self.network(names: names))
      }
      #expect(error?.problem.hasPrefix(words) == true, "\(error?.problem ?? "")")
      #expect(error?.path == "s.json")
    }
  }

  @Test func `it is said where sets or network have no names of classes`() throws {
    var predictor = try predictor(LeastAmbiguousScore())
    let names = ["cat", "dog", "owl", "yak", "emu"]
    func notes(_ network: KnownClasses) throws -> [String] {
      try ExportedSets(predictor, from: "s.json", calibrator: .none, classes: network).notes
    }
    #expect(
      try notes(Self.network(names: names)) == [
        "s.json: its classes have no names; they are taken for those of runs/mine by position: cat, dog, owl, yak, emu"
      ])
    #expect(try notes(Self.network(names: ["0", "1", "2", "3", "4"])) == [])
    predictor.classNames = names
    #expect(try notes(Self.network(names: names)) == [])
    #expect(
      try notes(Self.network()).first?.hasPrefix(
        "runs/mine: its classes have no names; they are taken for those of s.json") == true)
  }
}
