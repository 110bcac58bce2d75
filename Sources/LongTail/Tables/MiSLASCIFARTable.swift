extension PublishedTable {
  /// Zhong et al. (CVPR 2021), recognition accuracy on CIFAR-10-LT and CIFAR-100-LT.
  static let mislasCIFAR = PublishedTable(
    name: "mislas/cifar",
    summary: "MiSLAS and what it is compared with on CIFAR-10-LT and CIFAR-100-LT",
    source: "Zhong, Cui, Liu, Jia: Improving Calibration for Long-Tailed Recognition, CVPR 2021, "
      + "table of CIFAR-LT",
    columns: Column.cifar("CIFAR-10-LT", [100, 50, 10])
      + Column.cifar("CIFAR-100-LT", [100, 50, 10]),
    rows: [
      Row("CE", .method("cross-entropy"), epochs: [200], [70.4, 74.8, 86.4, 38.4, 43.9, 55.8]),
      Row("mixup", .method("mixup"), epochs: [200], [73.1, 77.8, 87.1, 39.6, 45.0, 58.2]),
      Row("LDAM+DRW", .method("ldam-drw"), epochs: [200], [77.1, 81.1, 88.4, 42.1, 46.7, 58.8]),
      Row(
        "BBN (includes mixup)", .method("bbn"), epochs: [200],
        remark: "the table says that mixup is included; the run is BBN's own training",
        [79.9, 82.2, 88.4, 42.6, 47.1, 59.2]),
      Row(
        "Remix+DRW (300 epochs)", .method("remix"), epochs: [300],
        remark: "the published figures are of 300 epochs, the method's plan has 200",
        [79.8, nil, 89.1, 46.8, nil, 61.3]),
      Row(
        "cRT+mixup", .method("crt"), epochs: [200, 10],
        [
          .init(79.1, 10.6), .init(84.2, 6.89), .init(89.8, 3.92), .init(45.1, 13.8),
          .init(50.9, 10.8), .init(62.1, 6.83),
        ]),
      Row(
        "LWS+mixup", .method("lws"), epochs: [200, 10],
        [
          .init(76.3, 15.6), .init(82.6, 11.0), .init(89.6, 5.41), .init(44.2, 22.5),
          .init(50.7, 19.2), .init(62.3, 13.4),
        ]),
      Row(
        "MiSLAS", .method("mislas"), epochs: [200, 10],
        [
          .init(82.1, 3.70), .init(85.7, 2.17), .init(90.0, 1.20), .init(47.0, 4.83),
          .init(52.3, 2.25), .init(63.2, 1.73),
        ]),
    ],
    conditions: [mislasSelection, "Network: ResNet-32."],
    discrepancies: [
      TableDiscrepancy(
        row: "LDAM+DRW", column: "CIFAR-100-LT 100",
        other: .init("shike/cifar-100-lt", row: "LDAM-DRW", column: "CIFAR-100-LT 100"))
    ])

  /// What all tables of Zhong et al. share.
  static let mislasSelection =
    "The authors' code keeps the epoch that is best on the test set and gives its calibration error, 15 bins; "
    + "nothing is held out."
}
