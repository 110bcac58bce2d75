extension PublishedTable {
  /// Aimar et al. (CVPR 2023), accuracy, from the poster.
  static let balpoeAccuracy = PublishedTable(
    name: "balpoe/accuracy",
    summary:
      "BalPoE and what it is compared with on CIFAR-100-LT, ImageNet-LT and iNaturalist 2018",
    source:
      "Aimar, Jonnarth, Felsberg, Kuhlmann: Balanced Product of Calibrated Experts for Long-Tailed "
      + "Recognition, CVPR 2023, poster, classification results",
    columns: Column.cifar("CIFAR-100-LT", [10, 50, 100]) + [
      .large("ImageNet-LT", "ResNet-50", network: "resnet50"),
      .large("ImageNet-LT", "ResNeXt-50", network: "resnext50"),
      .large("iNaturalist 2018", "ResNet-50", network: "resnet50"),
    ],
    rows: [
      Row("PaCo", .method("paco"), [64.2, 56.0, 52.0, 57.0, 58.2, 73.2]),
      Row(
        "CMO+BS", .method("cmo", regime: "long"), epochs: [400],
        [65.3, 56.7, 51.7, 58.0, nil, 74.0]),
      Row("BCL", .method("bcl"), [64.9, 56.6, 53.9, 56.0, 57.1, 71.8]),
      Row("NCL", .method("ncl"), [nil, 58.2, 54.2, 59.5, 60.5, 74.9]),
      Row("SADE", .method("sade"), [65.3, 57.3, 52.2, nil, 61.2, 74.5]),
      Row(
        "BalPoE", .method("balpoe", regime: "long"), epochs: [400],
        [68.1, 60.1, 55.9, 60.8, 62.0, 76.9]),
    ],
    conditions: [
      "Three experts; BalPoE's row is of the long regime, and its authors evaluate the last epoch.",
      "SADE's own repository has 49.8 (CIFAR-100-LT 100), 58.8 (ImageNet-LT ResNeXt-50) and 72.9 (iNaturalist 2018), "
        + "of shorter schedules.",
      "The authors' slides have 51.9 for BCL on CIFAR-100-LT 100 where the poster has 53.9.",
    ],
    discrepancies: [
      TableDiscrepancy(
        row: "PaCo", column: "CIFAR-100-LT 100",
        other: .init("shike/cifar-100-lt", row: "PaCo", column: "CIFAR-100-LT 100")),
      TableDiscrepancy(
        row: "BCL", column: "CIFAR-100-LT 100",
        other: .init("shike/cifar-100-lt", row: "BCL", column: "CIFAR-100-LT 100")),
    ])
}
