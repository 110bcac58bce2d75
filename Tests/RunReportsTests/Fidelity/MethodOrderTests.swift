import TestSupport
import Testing

@testable import RunReports

struct MethodOrderTests {
  /// Published are 38.4 (CE), 40.0 (Softened) and 41.0 (Other): only CE and Other are more than two points apart.
  private static func orders(
    _ ce: Double, _ soft: Double, _ other: Double, epochs: [Int] = [200]
  ) throws -> [MethodOrder] {
    let folder = try TemporaryFolder()
    let results = [("CE", ce), ("Softened, \"soft\"", soft), ("Other", other)].map {
      row, accuracy in
      SmallTable.result(
        row, accuracy: accuracy, SmallTable.run(row, epochs: epochs, identity: row))
    }
    return MethodOrder.found(
      in: try FidelityCell.cells(
        of: SmallTable.table, results, FidelityNotes(folder("notes.yaml")), folder: ""))
  }

  @Test func `only gaps above two points count`() throws {
    let order = try #require(try Self.orders(0.38, 0.30, 0.40).first)
    #expect(order.pairs == 1 && order.reversals.isEmpty && order.column == "4")
  }

  @Test(arguments: [0.40, 0.39])
  func `what is published as better and is not ahead here is reversed`(_ other: Double) throws {
    let orders = try Self.orders(0.40, 0.41, other)
    let reversal = try #require(orders.first?.reversals.first)
    #expect(orders.count == 1 && orders[0].reversals.count == 1)
    #expect(reversal.better == "Other" && reversal.worse == "CE")
    #expect(abs(reversal.published - 2.6) < 1e-9)
    #expect(abs(reversal.measured - (other - 0.40) * 100) < 1e-9)
  }

  @Test func `shortened runs say nothing of the order`() throws {
    #expect(try Self.orders(0.4, 0.4, 0.3, epochs: [20]).isEmpty)
  }
}
