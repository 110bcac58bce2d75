import Calibration
import Testing

@testable import LongTail

struct TablePlanTests {
  private static func reason(_ plan: TablePlan, row: String, column: Int = 0) throws -> String {
    let place = try #require(plan.table.rows.firstIndex { $0.label == row })
    guard case .absent(let reason) = plan.cells[place][column] else { return "" }
    return reason
  }

  private static func run(_ plan: TablePlan, row: String, column: Int = 0) throws -> TableRun {
    let place = try #require(plan.table.rows.firstIndex { $0.label == row })
    guard case .run(let run) = plan.cells[place][column] else {
      throw SettingsError(row, "is not run: \(plan.cells[place][column])")
    }
    return run
  }

  @Test func `a table of CIFAR is run where its data are, seed by seed and column by column`()
    throws
  {
    let plan = try TablePlan(
      .mislasCIFAR, data: TableData("cifar100:DIR"), methods: ["mislas", "remix"],
      factors: [100, 0.02], seeds: [0, 1])
    #expect(plan.table.rows.map(\.label) == ["Remix+DRW (300 epochs)", "MiSLAS"])
    #expect(
      plan.table.columns.map(\.label) == [
        "CIFAR-10-LT 100", "CIFAR-10-LT 50", "CIFAR-100-LT 100", "CIFAR-100-LT 50",
      ])
    #expect(plan.cells[0][1] == .blank && plan.cells[0][3] == .blank)
    #expect(
      try Self.reason(plan, row: "MiSLAS") == "no data (--data-for cifar-10-lt=…)")
    #expect(
      plan.places.map(\.folder)
        == [0, 1].flatMap { seed in
          [
            "remix-cifar-100-lt-if100-seed\(seed)", "mislas-cifar-100-lt-if100-seed\(seed)",
            "mislas-cifar-100-lt-if50-seed\(seed)",
          ]
        })
    let place = try #require(plan.places.first)
    #expect(place.variant?.source == "cifar100:DIR" && place.variant?.preset == nil)
  }

  @Test func `further data are named, and differ by their folders`() throws {
    let plan = try TablePlan(
      .mislasCIFAR, data: TableData("cifar100:A", named: ["CIFAR-10-LT=cifar10:B"]),
      methods: ["crt"])
    #expect(plan.places.count == 6)
    #expect(Set(plan.places.map(\.folder)).count == 6)
    #expect(Set(plan.places.compactMap(\.variant?.source)) == ["cifar100:A", "cifar10:B"])
  }

  @Test func `an example of each data set's option names its source`() {
    #expect(TableData.example(of: "CIFAR-100-LT") == "cifar-100-lt=cifar100:DIR")
    #expect(TableData.example(of: "MNIST-LT") == "mnist-lt=mnist:DIR")
    #expect(
      TableData.example(of: "iNaturalist 2018")
        == "inaturalist-2018=inaturalist-2018:LISTS,root=PICTURES")
    #expect(TableData.example(of: "Nowhere-LT") == "nowhere-lt=SOURCE:DIR")
    for table in PublishedTables.all {
      let sets = (table.columns.map(\.conditions) + table.rows.map(\.conditions))
        .compactMap(\.dataset)
      #expect(sets.allSatisfy { !TableData.example(of: $0).contains("SOURCE") }, "\(table.name)")
    }
  }

  @Test func `the rows of SHIKE are run on its own selection`() throws {
    let plan = try TablePlan(
      .shikeCIFAR, data: TableData("cifar100:DIR"), methods: ["shike", "ride"], factors: [100])
    let place = try Self.run(plan, row: "SHIKE (3E)").place(seed: 0)
    let request = MethodRequest(
      method: place.method, settings: try #require(place.variant).settings)
    let data = try request.requestedData(DataSettings(source: "cifar100:DIR"), seed: 0)
    #expect(data.data.splitVariant == .first)
    #expect(try Self.run(plan, row: "RIDE (3E)").variant.settings == [])
  }

  @Test func `data that come long-tailed take the published settings, or are not run`() throws {
    let data = try TableData(
      nil, named: ["imagenet-lt=image-folder:DIR", "inaturalist-2018=image-folder:DIR"])
    let plan = try TablePlan(.balpoeAccuracy, data: data)
    #expect(
      try Self.run(plan, row: "BalPoE", column: 3).variant.preset == "imagenet-lt,-long/resnet50")
    #expect(
      try Self.run(plan, row: "BalPoE", column: 4).variant.preset == "imagenet-lt,-long/resnext50")
    #expect(
      try Self.reason(plan, row: "CMO+BS", column: 3)
        == "no published settings of cmo for ImageNet-LT, long with resnet50 here")
    let large = try TablePlan(.shikeLarge, data: data)
    #expect(
      try Self.run(large, row: "cRT", column: 1).variant.settings == ["stages.0.mixing=none"])
    #expect(try Self.reason(large, row: "cRT").contains("resnet50"))
    #expect(
      try Self.reason(large, row: "CAM", column: 2)
        == "cam needs pictures that data augment makes between two runs")
  }

  @Test func `a run fits the calibrators of its table, networks are those of the row`() throws {
    let plan = try TablePlan(.knowledgeTransferCIFAR100, data: TableData("cifar100:DIR"))
    let row = "CIFAR-100-LT 10, DenseNet-40"
    let base = try Self.run(plan, row: row)
    let fitted =
      "temperature, knowledge-transfer, ensemble-temperature, temperature-isotonic-one-vs-all, "
      + "isotonic-one-vs-all, isotonic, scaling-binning, gaussian-process"
    #expect(
      base.calibrator == nil
        && base.variant.settings
          == ["model.backbone=densenet40", "calibration.candidates=[\(fitted)]"]
    )
    #expect(base.variant.name == "cifar-100-lt-model-backbone-densenet40")
    #expect(try Self.run(plan, row: row, column: 1).calibrator == "temperature")
    #expect(try Self.run(plan, row: row, column: 8).calibrator == "knowledge-transfer")
    #expect(try Self.run(plan, row: row, column: 2).calibrator == "ensemble-temperature")
    // All figures of a network are of one run.
    #expect(plan.places.count == 3)
    let shifted = try TablePlan(.knowledgeTransferCIFAR10, data: TableData("cifar10:DIR"))
    #expect(
      try Self.reason(shifted, row: "CIFAR-10-LT 50, CIFAR-F").hasPrefix("measured on CIFAR-F"))
  }

  @Test(arguments: PublishedTables.builtIn.map(\.name))
  func `every run that a table plans makes a recipe at any scale`(_ name: String) throws {
    let table = try PublishedTables.table(named: name)
    let sets = Set(
      (table.columns.map(\.conditions) + table.rows.map(\.conditions)).compactMap(\.dataset))
    let data = try TableData(
      nil,
      named: sets.map {
        let source = TableData.sourceName($0)
        let isKnown = (try? Datasets.type(named: source)) != nil
        return "\($0)=\(isKnown ? source : "image-folder"):DIR"
      })
    let plan = try TablePlan(table, data: data)
    for place in plan.places {
      let variant = try #require(place.variant)
      for scale in [0.1, 0.001, 1] {
        try MethodRequest(
          method: place.method, preset: variant.preset, scale: scale, settings: variant.settings
        ).check(
          data: DataSettings(source: variant.source, imbalanceFactor: place.factor), seed: 0)
      }
    }
    #expect(Set(plan.places.map(\.folder)).count == plan.places.count)
  }

  @Test func `what leaves nothing of a table, or is not in it, is refused`() throws {
    let data = try TableData("cifar100:DIR")
    #expect(throws: UnknownName.self) {
      try TablePlan(.mislasCIFAR, data: data, methods: ["mislass"])
    }
    #expect(throws: SettingsError.self) {
      try TablePlan(.mislasCIFAR, data: data, methods: ["shike"])
    }
    #expect(throws: SettingsError.self) { try TablePlan(.mislasCIFAR, data: data, factors: [7]) }
    #expect(throws: SettingsError.self) { try TablePlan(.mislasCIFAR, data: data, seeds: [-1]) }
    #expect(throws: SettingsError.self) { try TableData(nil, named: ["cifar10:DIR"]) }
    #expect(throws: SettingsError.self) { try TableData(nil, named: ["a=b:c", "A=b:d"]) }
    let other = try TableData(nil, named: ["places-lt=image-folder:DIR"])
    #expect(throws: SettingsError.self) { try TablePlan(.mislasCIFAR, data: other) }
  }

  @Test func `a published plan for large data needs its network`() throws {
    let method = try Methods.method(named: "crt")
    let conditions = TableConditions(dataset: "ImageNet-LT", network: "resnet101")
    #expect(
      TableRun.preset(for: conditions, of: method)
        == .failure(
          .init(reason: "no published settings of crt for ImageNet-LT with resnet101 here")))
  }
}
