import Calibration
import Testing

@testable import LongTail

/// The tables as data: that they are whole, and agree with what methods say of themselves.
struct PublishedTablesTests {
  @Test func `names and labels are there once`() {
    #expect(Set(PublishedTables.names).count == PublishedTables.all.count)
    for table in PublishedTables.all {
      #expect(Set(table.rows.map(\.label)).count == table.rows.count, "\(table.name)")
      #expect(Set(table.columns.map(\.label)).count == table.columns.count, "\(table.name)")
      #expect(!table.summary.contains(",,") && !table.source.isEmpty)
      #expect(table.rows.allSatisfy { row in row.figures.contains { $0 != nil } }, "\(table.name)")
    }
  }

  @Test func `figures are percentages, and each place has one`() {
    for table in PublishedTables.all {
      for figure in table.rows.flatMap(\.figures).compactMap({ $0 }) {
        let values = [figure.accuracy, figure.calibrationError].compactMap { $0 }
        #expect(values.allSatisfy { (0...100).contains($0) }, "\(table.name)")
        #expect(figure.isKnown || table == .methodsCIFAR, "\(table.name)")
      }
    }
  }

  @Test func `methods, networks and calibrators are in their catalogs, or the row says why not`() {
    for table in PublishedTables.all {
      for row in table.rows {
        let conditions = row.conditions
        #expect(
          conditions.method.map(Methods.names.contains) ?? (conditions.absence != nil),
          "\(table.name), \(row.label)")
      }
      let all = (table.columns.map(\.conditions) + table.rows.map(\.conditions))
      #expect(all.compactMap(\.network).allSatisfy(Backbones.names.contains), "\(table.name)")
      #expect(all.compactMap(\.calibrator).allSatisfy(Calibrators.names.contains), "\(table.name)")
    }
  }

  @Test func `whatever is run has a training set`() {
    for table in PublishedTables.all {
      for row in table.rows {
        for column in table.columns {
          #expect(row.conditions.merged(with: column.conditions).dataset != nil, "\(table.name)")
        }
      }
    }
  }

  /// What a method says of itself stands in the table that it names, as the figure of that method.
  @Test func `figures of methods are those of the tables`() throws {
    let tables = [
      "Zhong et al. 2021, tables of CIFAR-LT": "mislas/cifar",
      "Jin et al. 2023, table 1": "shike/cifar-100-lt",
      "Jin et al. 2023, Table 1, three experts": "shike/cifar-100-lt",
      "Aimar et al. 2023, calibration, standard regime": "balpoe/calibration",
      "Aimar et al. 2023, table of accuracy": "balpoe/accuracy",
      "Aimar et al. 2023, table of accuracy, long regime": "balpoe/accuracy",
    ]
    var compared = 0
    for method in Methods.all {
      for result in method.results {
        guard let name = tables[result.source] else { continue }
        let table = try PublishedTables.table(named: name)
        let dataset = result.dataset == "cifar10" ? "CIFAR-10-LT" : "CIFAR-100-LT"
        let row = try #require(
          table.rows.filter { $0.conditions.method == method.name }
            .min { $0.conditions.settings.count < $1.conditions.settings.count },
          "\(method.name) in \(name)")
        let figure = try #require(
          table.figure(row: row.label, column: "\(dataset) \(Int(result.imbalanceFactor))"))
        #expect(abs(try #require(figure.accuracy) / 100 - result.accuracy) < 1e-9)
        #expect(
          figure.calibrationError.map { ($0 * 100).rounded() }
            == result.calibrationError.map { ($0 * 10_000).rounded() }, "\(method.name)")
        compared += 1
      }
    }
    #expect(compared > 60)
  }

  @Test func `discrepancies name two figures that differ`() throws {
    var count = 0
    for table in PublishedTables.all {
      for entry in table.discrepancies {
        let text = try #require(entry.text(in: table), "\(table.name), \(entry.row)")
        let other = try PublishedTables.table(named: entry.other.table)
          .figure(row: entry.other.row, column: entry.other.column)
        #expect(
          table.figure(row: entry.row, column: entry.column)?.accuracy != other?.accuracy,
          "\(text)")
        count += 1
      }
    }
    #expect(count == 12)
    let first = try #require(PublishedTable.mislasINaturalist.discrepancies.first)
    #expect(
      first.text(in: .mislasINaturalist)
        == "BBN (includes mixup), iNaturalist 2018 ResNet-50: 69.6 here, 66.3 in shike/large (BBN, "
        + "iNaturalist 2018 ResNet-50)")
  }

  @Test func `a name that is not there is told with the nearest`() {
    #expect {
      try PublishedTables.table(named: "mislas/cifr")
    } throws: { error in
      "\(error)".contains("did you mean \"mislas/cifar\"")
    }
  }

  @Test func `a package can add its own`() throws {
    let own = PublishedTable(
      name: "own/table", summary: "own", source: "own",
      columns: [.init("a", TableConditions(dataset: "synthetic"))],
      rows: [.init("b", .method("mixup"), [50.0])])
    let found = try CatalogSet.builtIn.adding(table: own).inUse {
      try PublishedTables.table(named: "own/table")
    }
    #expect(found == own)
    #expect(!PublishedTables.names.contains("own/table"))
  }

  @Test func `every method that trains from scratch has a row of its own`() throws {
    let methods = PublishedTable.methodsCIFAR.rows.map(\.conditions.method)
    #expect(methods == Methods.names.filter { !["lift", "lift-plus"].contains($0) })
    let plan = try TablePlan(.methodsCIFAR, data: TableData("cifar100:DIR"))
    #expect(plan.places.count == methods.count)
    #expect(plan.cells.allSatisfy { if case .run = $0[0] { true } else { false } })
  }

  /// A place of each table, as the authors print it.
  @Test(
    arguments: [
      ("mislas/cifar", "MiSLAS", "CIFAR-100-LT 100", 47.0, 4.83),
      ("mislas/mixup-study", "LWS, mixup in both stages", "ImageNet-LT ResNet-152", 54.4, 7.74),
      ("mislas/imagenet-lt", "MiSLAS", "ImageNet-LT ResNet-50", 52.7, 1.80),
      ("mislas/inaturalist-2018", "cRT+mixup", "iNaturalist 2018 ResNet-50", 70.2, 1.79),
      ("mislas/places-lt", "MiSLAS", "Places-LT ResNet-152", 40.4, 3.60),
      ("shike/cifar-100-lt", "GCL", "CIFAR-100-LT 50", 53.6, nil),
      ("shike/large", "BBN", "ImageNet-LT ResNeXt-50", 49.3, nil),
      ("shike/places-lt", "SHIKE (3E)", "Places-LT few", 44.8, nil),
      ("shike/components", "experts, fusion, mutual", "CIFAR-100-LT 100", 55.59, nil),
      ("shike/depths", "A B C B", "ImageNet-LT", 59.90, nil),
      ("knowledge-transfer/cifar-10-lt", "CIFAR-10-LT 50, CIFAR-F", "GPC", nil, 11.76),
      ("knowledge-transfer/mnist-lt", "MNIST-LT 10, SVHN", "Ours", nil, 7.43),
      ("knowledge-transfer/cifar-100-lt", "CIFAR-100-LT 10, VGG-19", "TS-IR", nil, 6.35),
      ("knowledge-transfer/imagenet-lt", "ImageNet-LT, ResNet-50", "SBC", nil, 9.12),
      ("balpoe/accuracy", "BalPoE", "ImageNet-LT ResNeXt-50", 62.0, nil),
      ("balpoe/calibration", "BalPoE (ERM)", "CIFAR-100-LT 100", 49.2, 17.6),
      ("methods/cifar-100-lt", "mislas", "CIFAR-100-LT 100", 47.0, 4.83),
      ("methods/cifar-100-lt", "ncl", "CIFAR-100-LT 100", 54.2, nil),
    ] as [(String, String, String, Double?, Double?)])
  func `a figure of each table is the printed one`(
    _ name: String, _ row: String, _ column: String, _ accuracy: Double?, _ error: Double?
  ) throws {
    let table = try PublishedTables.table(named: name)
    #expect(table.figure(row: row, column: column) == PublishedFigure(accuracy, error))
  }
}
