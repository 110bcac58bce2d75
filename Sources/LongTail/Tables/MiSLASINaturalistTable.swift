extension PublishedTable {
  /// Zhong et al. (CVPR 2021), recognition accuracy on iNaturalist 2018.
  static let mislasINaturalist = PublishedTable(
    name: "mislas/inaturalist-2018",
    summary: "MiSLAS and what it is compared with on iNaturalist 2018",
    source: "Zhong, Cui, Liu, Jia: Improving Calibration for Long-Tailed Recognition, CVPR 2021, "
      + "table of iNaturalist 2018",
    columns: [.large("iNaturalist 2018", "ResNet-50", network: "resnet50")],
    rows: [
      Row("CB-Focal", .method("class-balanced-focal"), [61.1]),
      Row("LDAM+DRW", .method("ldam-drw"), [68.0]),
      Row(
        "BBN (includes mixup)", .method("bbn"),
        remark: "the table says that mixup is included; the run is BBN's own training", [69.6]),
      Row("Remix+DRW", .method("remix"), [70.5]),
      Row(
        "cRT+mixup", .method("crt", settings: ["stages.0.mixing={name: mixup, alpha: 0.2}"]),
        remark: "the run has the settings of cRT's authors, with mixup", [.init(70.2, 1.79)]),
      Row(
        "LWS+mixup (under-confident)",
        .method("lws", settings: ["stages.0.mixing={name: mixup, alpha: 0.2}"]),
        remark: "the run has the settings of LWS's authors, with mixup", [.init(70.9, 9.41)]),
      Row(
        "MiSLAS (under-confident)", .method("mislas"), epochs: [200, 10], [.init(71.6, 7.67)]),
    ],
    conditions: [mislasSelection],
    discrepancies: [
      TableDiscrepancy(
        row: "BBN (includes mixup)", column: "iNaturalist 2018 ResNet-50",
        other: .init("shike/large", row: "BBN", column: "iNaturalist 2018 ResNet-50"))
    ])
}
