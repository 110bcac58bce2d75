extension PublishedTable {
  /// Zhong et al. (CVPR 2021), recognition accuracy on Places-LT.
  static let mislasPlaces = PublishedTable(
    name: "mislas/places-lt", summary: "MiSLAS and what it is compared with on Places-LT",
    source: "Zhong, Cui, Liu, Jia: Improving Calibration for Long-Tailed Recognition, CVPR 2021, "
      + "table of Places-LT",
    columns: [.large("Places-LT", "ResNet-152", network: "resnet152")],
    rows: [
      Row("Range Loss", .method("range-loss"), [35.1]),
      Row("FSLwF", .method("fslwf"), [34.9]),
      Row("OLTR", .absent(oltrElsewhere), [35.9]),
      Row("OLTR+LFME", .absent(lfmeElsewhere), [36.2]),
      Row(
        "cRT+mixup", .method("crt", settings: ["stages.0.mixing={name: mixup, alpha: 0.2}"]),
        remark: "the run has the settings of cRT's authors, with mixup", [.init(38.3, 12.4)]),
      Row(
        "LWS+mixup", .method("lws", settings: ["stages.0.mixing={name: mixup, alpha: 0.2}"]),
        remark: "the run has the settings of LWS's authors, with mixup", [.init(39.7, 11.7)]),
      Row("MiSLAS", .method("mislas"), epochs: [90, 10], [.init(40.4, 3.60)]),
    ],
    conditions: [mislasSelection])
}
