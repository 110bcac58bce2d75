extension PublishedTable {
  /// Jin et al. (CVPR 2023), table 1.
  static let shikeCIFAR = PublishedTable(
    name: "shike/cifar-100-lt", summary: "SHIKE and what it is compared with on CIFAR-100-LT",
    source: shikeSource + "table 1",
    columns: Column.cifar("CIFAR-100-LT", [100, 50], network: nil),
    rows: [
      Row("Focal Loss", .method("focal"), [42.3, nil]),
      Row("OLTR", .method("oltr"), [43.4, nil]),
      Row("LDAM-DRW", .method("ldam-drw"), [44.4, nil]),
      Row("τ-norm", .method("tau-norm"), [45.4, nil]),
      Row("cRT", .method("crt", settings: ["stages.0.mixing=none"]), [45.6, nil]),
      Row("BALMS", .method("balms"), [50.7, nil]),
      Row("LADE", .method("lade"), [45.4, 50.5]),
      Row("GCL", .method("gcl"), [48.7, 53.6]),
      Row("Weight Balancing", .method("weight-balancing"), [53.6, 57.7]),
      Row("BALMS+BatchFormer", .absent("balms has no plan with batch-former"), [51.7, nil]),
      Row("PaCo", .method("paco"), [51.9, 56.0]),
      Row("PaCo+BatchFormer", .absent("paco has no plan with batch-former"), [52.4, nil]),
      Row("BCL", .method("bcl"), [52.0, 56.6]),
      Row("RIDE (3E)", .method("ride"), [48.3, nil]),
      Row("ResLT (3E)", .method("reslt"), [45.3, 50.0]),
      Row("TLC (4E)", .method("tlc", settings: ["model.experts=4"]), [50.1, nil]),
      Row("NCL (S)", .method("ncl", settings: ["prediction.expertWeights=[1,0,0]"]), [53.3, 56.8]),
      Row("NCL (3N)", .method("ncl"), [54.2, 58.2]),
      Row(
        "SHIKE (3E)", .method("shike", settings: [firstImages]), epochs: [180, 20], [56.3, 59.8]),
    ],
    conditions: shikeConditions + [selectionOfSHIKE],
    discrepancies: [
      TableDiscrepancy(
        row: "LDAM-DRW", column: "CIFAR-100-LT 100",
        other: .init("mislas/cifar", row: "LDAM+DRW", column: "CIFAR-100-LT 100")),
      TableDiscrepancy(
        row: "PaCo", column: "CIFAR-100-LT 100",
        other: .init("balpoe/accuracy", row: "PaCo", column: "CIFAR-100-LT 100")),
      TableDiscrepancy(
        row: "BCL", column: "CIFAR-100-LT 100",
        other: .init("balpoe/accuracy", row: "BCL", column: "CIFAR-100-LT 100")),
    ])

  static let shikeSource =
    "Jin, Li, Lu, Cheung, Wang: Long-Tailed Visual Recognition via Self-Heterogeneous Integration with "
    + "Knowledge Excavation, CVPR 2023, "
  static let lfmeElsewhere = "lfme has its authors' settings for a ResNet-10 on ImageNet-LT alone"
  static let oltrElsewhere = "oltr has its authors' settings for a ResNet-10 on ImageNet-LT alone"
  static let firstImages = "data.splitVariant=first"
  static let selectionOfSHIKE =
    "The code of SHIKE takes the first images of each class, and so do its rows here (data.splitVariant=first); other "
    + "rows have the shuffled selection."
  /// What the tables of Jin et al. share.
  static let shikeConditions = [
    "Rows come from several papers with their own schedules and augmentations, which the table does not give.",
    "The authors of SHIKE report the best epoch on the test set.",
  ]
}
