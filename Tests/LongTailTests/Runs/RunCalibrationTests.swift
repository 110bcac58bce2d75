import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Which calibrators a run fits, which one it ends with, and what it says of the others.
struct RunCalibrationTests {
  /// The evaluation of a run whose predictions are given.
  private func evaluation(
    temperature: Double, candidates: [String]? = nil, world: CalibrationSettings.World = .uniform,
    classNames: [String]? = nil, in folder: TemporaryFolder
  ) throws -> Evaluation {
    var recipe = SmallRun.recipe([Stage()])
    if let candidates { recipe.calibration.candidates = candidates }
    recipe.calibration.world = world
    let run = RunDirectory.at(folder("run"))
    try FileManager.default.createDirectory(
      atPath: run.calibratorFolder, withIntermediateDirectories: true)
    var evaluation = try RunCalibration(
      run: run, recipe: recipe, training: nil,
      calibration: predictions(seed: 1, temperature: temperature), observer: nil,
      classNames: classNames
    ).evaluation(
      of: predictions(seed: 2, temperature: temperature), on: "test", selection: .last,
      chosenEpoch: nil, imagesPerSecond: [:])
    try evaluation.write(to: run.evaluationPath)
    evaluation = try Evaluation.read(run.evaluationPath)
    return evaluation
  }

  /// Labels are drawn from softmax(logits / temperature).
  private func predictions(seed: Int, temperature: Double) -> Predictions {
    var random = CounterBasedGenerator(seed: UInt64(seed), stream: 0)
    var values: [Float] = []
    var labels: [Int] = []
    for _ in 0..<400 {
      let row = (0..<4).map { _ in Double.random(in: -3...3, using: &random) }
      var draw = Double.random(in: 0..<row.map { exp($0) }.reduce(0, +), using: &random)
      var label = 0
      while label < 3, draw >= exp(row[label]) {
        draw -= exp(row[label])
        label += 1
      }
      labels.append(label)
      values += row.map { Float($0 * temperature) }
    }
    return Predictions(logits: Logits(values, classes: 4), labels: labels)
  }

  @Test func `an over-confident run ends with a temperature, and says what none would have cost`()
    throws
  {
    let folder = try TemporaryFolder()
    let found = try evaluation(temperature: 2.5, candidates: ["temperature"], in: folder)
    #expect(found.preferredCalibrator == "temperature")
    #expect(found.choice?.chosen == "temperature")
    #expect(found.chosen?.calibrator == "temperature")
    let cost = try #require(found.results[0].cost)
    #expect(cost.negativeLogLikelihood > 0.1 && cost.calibrationError > 0.05)
    #expect(found.results[1].cost == nil)
    let scores = found.results.map(\.scores)
    let (before, after) = (try #require(scores[0]?["nll"]), try #require(scores[1]?["nll"]))
    #expect(abs(cost.negativeLogLikelihood - (before - after)) < 1e-12)
    #expect(found.worseThanUncalibrated == nil)
  }

  @Test func `a calibrated run stays as it is, and keeps the figures of the others`() throws {
    let folder = try TemporaryFolder()
    let found = try evaluation(temperature: 1, candidates: ["temperature"], in: folder)
    #expect(found.preferredCalibrator == "none")
    #expect(found.chosen?.calibrator == nil)
    #expect(found.results.map(\.calibrator) == [nil, "temperature"])
    #expect(found.results[0].cost == nil && found.results[1].cost != nil)
    #expect(FileManager.default.fileExists(atPath: folder("run/calibrators/temperature.json")))
  }

  @Test func `the candidates are those that the recipe names, weighted for the model's prior`()
    throws
  {
    let folder = try TemporaryFolder()
    let found = try evaluation(
      temperature: 2, candidates: ["vector", "bcts"], in: folder)
    #expect(found.results.map(\.calibrator) == [nil, "vector", "bcts"])
    #expect(found.choice?.candidates.map(\.name) == ["none", "vector", "bcts"])
    let vector = try CalibratorFile.read(folder("run/calibrators/vector.json")).method
    #expect((vector as? VectorScaling)?.weighting == .samples)
    let methods = try CalibrationSettings().methods(weighting: .shrunkClasses)
    #expect((methods[0] as? TemperatureScaling)?.weighting == .shrunkClasses)
    #expect(methods[1] is KnowledgeTransferTemperatureScaling)
  }

  @Test func `the files of calibrators name the classes where the names say something`() throws {
    let folder = try TemporaryFolder()
    let path = folder("run/calibrators/temperature.json")
    for names in [["owl", "cat", "dog", "yak"], nil] {
      _ = try evaluation(
        temperature: 2, candidates: ["temperature"], classNames: names, in: folder)
      #expect(
        try CalibratorFile.read(path).input == InputDescription(kind: .logits, classNames: names))
    }
    func telling(_ names: [String]) -> [String]? {
      LabelledSamples(
        samples: .features(FeatureStore(width: 1, values: [1, 2])), labels: [0, 1],
        classNames: names, normalization: .identity, fingerprint: ""
      ).tellingClassNames
    }
    #expect(telling(["1", "0"]) == ["1", "0"])
    #expect(telling(["0", "1"]) == nil)
    #expect(telling(["a\nb", "c"]) == nil)
  }

  @Test func `the world of the recipe decides how the held-out samples count`() throws {
    let folder = try TemporaryFolder()
    let uniform = try evaluation(temperature: 2, candidates: ["temperature"], in: folder)
    let training = try evaluation(
      temperature: 2, candidates: ["temperature"], world: .training, in: folder)
    #expect(uniform.choice?.weighting == .shrunkClasses)
    #expect(training.choice?.weighting == .samples)
    #expect(training.choice?.effectiveSamples == 400)
  }

  @Test func `one that cannot be fitted is in the evaluation with its reason`() throws {
    let folder = try TemporaryFolder()
    let found = try evaluation(temperature: 2, in: folder)
    #expect(found.results.last?.calibrator == "knowledge-transfer")
    #expect(found.results.last?.skipped?.contains("features") == true)
    #expect(found.choice?["knowledge-transfer"] == nil)
    #expect(found.preferredCalibrator == "temperature")
  }

  @Test func `a calibrated error above the uncalibrated one is said in words`() throws {
    var found = try evaluation(
      temperature: 1, candidates: ["temperature"], in: TemporaryFolder())
    found.preferredCalibrator = "temperature"
    found.results[0].scores?.set("ece", to: Figure(0.014))
    found.results[1].scores?.set("ece", to: Figure(0.033))
    #expect(
      found.worseThanUncalibrated
        == "after temperature the calibration error on the test part is 3.30 %, larger than the 1.40 % before it"
    )
    found.results[1].scores?.set("ece", to: Figure(0.013))
    #expect(found.worseThanUncalibrated == nil)
  }

  @Test func `a finished run answers through what it chose`() throws {
    let folder = try TemporaryFolder()
    let stage = Stage(
      epochs: 2, optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())
    _ = try SmallRun.session(SmallRun.recipe([stage]), in: folder("run")).carryOut()
    let trained = try TrainedModel(folder("run"), device: .cpu)
    var evaluation = try Evaluation.read(trained.run.evaluationPath)
    let chosen = try #require(evaluation.choice?.chosen)
    #expect(try trained.calibrator(named: nil)?.name ?? "none" == chosen)
    for name in ["none", "temperature"] {
      evaluation.preferredCalibrator = name
      try evaluation.write(to: trained.run.evaluationPath)
      #expect(try trained.calibrator(named: nil)?.name ?? "none" == name)
    }
  }

  @Test func `an evaluation of a version without a choice is read`() throws {
    let folder = try TemporaryFolder()
    _ = try evaluation(temperature: 2, candidates: ["temperature"], in: folder)
    let path = folder("run/evaluation.json")
    var tree = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
        as? [String: Any])
    tree["choice"] = nil
    tree["results"] = (tree["results"] as? [[String: Any]])?.map { result in
      result.filter { $0.key != "cost" }
    }
    try JSONSerialization.data(withJSONObject: tree).write(to: URL(fileURLWithPath: path))
    let former = try Evaluation.read(path)
    #expect(former.choice == nil && former.preferredCalibrator == "temperature")
    #expect(former.results.allSatisfy { $0.cost == nil })
  }

  @Test func `calibrators are settings of a recipe`() throws {
    let recipe = SmallRun.recipe([Stage()])
    #expect(recipe.calibration.candidates == ["temperature", "knowledge-transfer"])
    let changed = try recipe.setting([
      "calibration.candidates=[svs, temperature, bcts]", "calibration.world=training",
    ])
    #expect(changed.calibration.candidates == ["svs", "temperature", "bcts"])
    #expect(changed.calibration.world == .training)
    #expect(try recipe.setting("calibration.candidates=[]").calibration.candidates == [])
    #expect(try RecipeFile.text(recipe).contains("world: uniform"))
  }

  @Test func `a calibrator that is not there, none, and one named twice are refused`() throws {
    let recipe = SmallRun.recipe([Stage()])
    let unknown = #expect(throws: UnknownName.self) {
      try recipe.setting("calibration.candidates=[temprature]")
    }
    #expect("\(try #require(unknown))".contains("temperature"))
    for (list, words) in [("[none]", "always a candidate"), ("[svs, svs]", "named twice")] {
      let error = #expect(throws: SettingsError.self) {
        try recipe.setting("calibration.candidates=\(list)")
      }
      #expect(error?.key.hasPrefix("calibration.candidates.") == true)
      #expect(error?.problem.contains(words) == true)
    }
    #expect(throws: (any Error).self) { try recipe.setting("calibration.world=tail") }
  }
}
