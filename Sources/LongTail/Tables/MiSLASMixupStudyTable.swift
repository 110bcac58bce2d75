extension PublishedTable {
  /// Zhong et al. (CVPR 2021), study of mixup in the two stages on ImageNet-LT.
  static let mislasMixupStudy = PublishedTable(
    name: "mislas/mixup-study",
    summary: "what mixup does in either stage of cRT and LWS on ImageNet-LT",
    source: "Zhong, Cui, Liu, Jia: Improving Calibration for Long-Tailed Recognition, CVPR 2021, "
      + "study of mixup",
    columns: [
      .large("ImageNet-LT", "ResNet-50", network: "resnet50"),
      .large("ImageNet-LT", "ResNet-101", network: "resnet101"),
      .large("ImageNet-LT", "ResNet-152", network: "resnet152"),
    ],
    rows: [
      Row(
        "CE", .method("cross-entropy"), epochs: [180],
        [.init(45.7, 13.7), .init(47.3, 13.7), .init(48.7, 14.5)]),
      Row(
        "CE, mixup", .method("mixup"), epochs: [180],
        [.init(45.5, 7.98), .init(47.7, 10.1), .init(48.3, 10.2)]),
      Row(
        "cRT", mixed("crt", false, false),
        [.init(50.3, 8.97), .init(51.3, 9.34), .init(52.7, 9.05)]),
      Row(
        "cRT, mixup in stage 2", mixed("crt", false, true),
        [.init(50.2, 3.32), .init(51.3, 3.38), .init(52.8, 3.60)]),
      Row(
        "cRT, mixup in stage 1", mixed("crt", true, false),
        [.init(51.7, 5.62), .init(53.1, 6.86), .init(54.2, 6.02)]),
      Row(
        "cRT, mixup in both stages", mixed("crt", true, true),
        [.init(51.6, 3.13), .init(53.0, 2.93), .init(54.1, 3.37)]),
      Row(
        "LWS", mixed("lws", false, false),
        [.init(51.2, 4.89), .init(52.3, 5.10), .init(53.8, 4.48)]),
      Row(
        "LWS, mixup in stage 2", mixed("lws", false, true),
        [.init(51.0, 5.01), .init(52.2, 5.38), .init(53.6, 5.50)]),
      Row(
        "LWS, mixup in stage 1", mixed("lws", true, false),
        [.init(52.0, 2.23), .init(53.5, 2.73), .init(54.6, 2.46)]),
      Row(
        "LWS, mixup in both stages", mixed("lws", true, true),
        [.init(52.0, 8.04), .init(53.3, 6.97), .init(54.4, 7.74)]),
    ],
    conditions: [mislasSelection],
    discrepancies: [
      TableDiscrepancy(
        row: "CE", column: "ImageNet-LT ResNet-50",
        other: .init("mislas/imagenet-lt", row: "CE", column: "ImageNet-LT ResNet-50"))
    ])

  /// A method in two stages with the authors' α of mixup on large data in either, or without.
  private static func mixed(_ method: String, _ first: Bool, _ second: Bool) -> TableConditions {
    let mixing = [first, second].map { $0 ? "{name: mixup, alpha: 0.2}" : "none" }
    return .method(
      method, settings: mixing.enumerated().map { "stages.\($0.offset).mixing=\($0.element)" })
  }
}
