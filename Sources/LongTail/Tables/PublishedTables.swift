import Calibration

/// Every published table there is.
public enum PublishedTables {
  /// What this package brings.
  public static let builtIn: [PublishedTable] = [
    .mislasCIFAR, .mislasMixupStudy, .mislasImageNet, .mislasINaturalist, .mislasPlaces,
    .shikeCIFAR, .shikeLarge, .shikePlaces, .shikeComponents, .shikeDepths,
    .knowledgeTransferCIFAR10, .knowledgeTransferMNIST, .knowledgeTransferCIFAR100,
    .knowledgeTransferImageNet, .balpoeAccuracy, .balpoeCalibration,
    .methodsCIFAR,
  ]

  @TaskLocal private static var added: [PublishedTable] = []

  /// What this package brings, and what the ``CatalogSet`` in use adds.
  public static var all: [PublishedTable] { builtIn + added }
  /// Names of ``all``, in its order.
  public static var names: [String] { all.map(\.name) }

  /// - Throws: `UnknownName` with the nearest known name.
  public static func table(named name: String) throws -> PublishedTable {
    guard let table = all.first(where: { $0.name == name }) else {
      throw UnknownName("table", name, known: names)
    }
    return table
  }

  /// Calls `body` with further tables in use.
  static func adding<Result>(
    _ tables: [PublishedTable], _ body: () throws -> Result
  ) rethrows -> Result {
    try $added.withValue(added + tables, operation: body)
  }
}
