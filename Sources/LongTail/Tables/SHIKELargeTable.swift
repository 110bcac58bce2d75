extension PublishedTable {
  /// Jin et al. (CVPR 2023), table 2.
  static let shikeLarge = PublishedTable(
    name: "shike/large",
    summary: "SHIKE and what it is compared with on ImageNet-LT and iNaturalist 2018",
    source: shikeSource + "table 2",
    columns: [
      .large("ImageNet-LT", "ResNet-50", network: "resnet50"),
      .large("ImageNet-LT", "ResNeXt-50", network: "resnext50"),
      .large("iNaturalist 2018", "ResNet-50", network: "resnet50"),
    ],
    rows: [
      Row("OLTR", .absent(oltrElsewhere), [nil, nil, 63.9]),
      Row("LDAM-DRW", .method("ldam-drw"), [nil, nil, 68.0]),
      Row("cRT", .method("crt", settings: ["stages.0.mixing=none"]), [47.3, 49.6, 65.2]),
      Row("τ-norm", .method("tau-norm"), [46.7, 49.4, 65.6]),
      Row("BALMS", .method("balms"), [50.1, nil, nil]),
      Row("LA", .method("logit-adjustment"), [nil, nil, 66.4]),
      Row(
        "CAM", .absent("cam needs pictures that data augment makes between two runs"),
        [nil, nil, 70.9]),
      Row("GCL", .method("gcl"), [54.9, nil, 72.0]),
      Row("Weight Balancing", .method("weight-balancing"), [nil, 53.9, 70.2]),
      Row("SSD", .method("ssd"), [nil, 56.0, nil]),
      Row("PaCo", .method("paco"), [57.0, 58.2, 73.2]),
      Row("BCL", .method("bcl"), [56.0, nil, 71.8]),
      Row("RIDE+BF", .absent("ride has no plan with batch-former"), [55.7, nil, 74.1]),
      Row("BALMS+BF", .absent("balms has no plan with batch-former"), [51.1, nil, nil]),
      Row("BBN", .method("bbn"), [48.3, 49.3, 66.3]),
      Row("RIDE (3E)", .method("ride"), [55.4, 56.8, 72.6]),
      Row(
        "ACE", .absent("ace has no settings of its authors for large pictures"), [54.7, 56.6, nil]),
      Row(
        "NCL (S)", .method("ncl", settings: ["prediction.expertWeights=[1,0,0]"]),
        [57.4, 58.4, 74.2]),
      Row("NCL (3N)", .method("ncl"), [59.5, 60.5, 74.9]),
      Row("SHIKE (3E)", .method("shike"), [59.7, 59.6, 75.4]),
    ],
    conditions: shikeConditions + [
      "The abstract of the paper says 60.3 of SHIKE on ImageNet-LT, its tables 59.7 with three experts and 59.90 "
        + "with four."
    ],
    discrepancies: [
      TableDiscrepancy(
        row: "BBN", column: "iNaturalist 2018 ResNet-50",
        other: .init(
          "mislas/inaturalist-2018", row: "BBN (includes mixup)",
          column: "iNaturalist 2018 ResNet-50"))
    ])
}
