extension PublishedTable {
  /// Zhong et al. (CVPR 2021), recognition accuracy on ImageNet-LT.
  static let mislasImageNet = PublishedTable(
    name: "mislas/imagenet-lt", summary: "MiSLAS and what it is compared with on ImageNet-LT",
    source: "Zhong, Cui, Liu, Jia: Improving Calibration for Long-Tailed Recognition, CVPR 2021, "
      + "table of ImageNet-LT",
    columns: [.large("ImageNet-LT", "ResNet-50", network: "resnet50")],
    rows: [
      Row("CE", .method("cross-entropy"), [44.6]),
      Row("CE+DRW", .method("drw"), [48.5]),
      Row(
        "Focal+DRW", .absent("no published settings of focal loss with DRW for ImageNet-LT"), [47.9]
      ),
      Row("LDAM+DRW", .method("ldam-drw"), [48.8]),
      Row("cRT+mixup", .method("crt"), [.init(51.7, 5.62)]),
      Row("LWS+mixup", .method("lws"), [.init(52.0, 2.23)]),
      Row("MiSLAS", .method("mislas"), epochs: [180, 10], [.init(52.7, 1.80)]),
    ],
    conditions: [mislasSelection],
    discrepancies: [
      TableDiscrepancy(
        row: "CE", column: "ImageNet-LT ResNet-50",
        other: .init("mislas/mixup-study", row: "CE", column: "ImageNet-LT ResNet-50"))
    ])
}
