import Calibration

extension PublishedTable {
  /// Jin et al. (CVPR 2023), table 3.
  static let shikePlaces = PublishedTable(
    name: "shike/places-lt",
    summary: "SHIKE and what it is compared with on Places-LT, by groups of classes",
    source: shikeSource + "table 3",
    columns: [
      places("many", .many), places("medium", .medium), places("few", .few), places("all", nil),
    ],
    rows: [
      Row("Focal Loss", .method("focal"), [41.1, 34.8, 22.4, 34.6]),
      Row("OLTR", .absent(oltrElsewhere), [44.7, 37.0, 25.3, 35.9]),
      Row("NCM", .method("ncm"), [40.4, 37.1, 27.3, 36.4]),
      Row("cRT", .method("crt", settings: ["stages.0.mixing=none"]), [42.0, 37.6, 24.9, 36.7]),
      Row("τ-norm", .method("tau-norm"), [37.8, 40.7, 31.8, 37.9]),
      Row("LWS", .method("lws", settings: ["stages.0.mixing=none"]), [40.6, 39.1, 28.6, 37.6]),
      Row("BALMS", .method("balms"), [41.2, 39.8, 31.6, 38.7]),
      Row("LADE", .method("lade"), [42.8, 39.0, 31.2, 38.8]),
      Row("DisAlign", .method("disalign"), [40.4, 42.4, 30.1, 39.3]),
      Row("GCL", .method("gcl"), [nil, nil, nil, 40.6]),
      Row("LDAM+RSG", .method("rsg"), [41.9, 41.4, 32.0, 39.3]),
      Row("PaCo", .method("paco"), [37.5, 47.2, 33.9, 41.2]),
      Row("LFME", .absent(lfmeElsewhere), [39.3, 39.6, 24.2, 36.2]),
      Row(
        "NCL (S)", .method("ncl", settings: ["prediction.expertWeights=[1,0,0]"]),
        [nil, nil, nil, 41.5]),
      Row("NCL (3N)", .method("ncl"), [nil, nil, nil, 41.8]),
      Row("SHIKE (3E)", .method("shike"), [43.6, 39.2, 44.8, 41.9]),
    ],
    conditions: shikeConditions)

  private static func places(_ label: String, _ group: ShotGroup?) -> Column {
    Column(
      "Places-LT \(label)",
      TableConditions(dataset: "Places-LT", network: "resnet152", group: group))
  }
}
