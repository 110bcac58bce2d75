extension PublishedTable {
  /// Aimar et al. (CVPR 2023), calibration, from the authors' slides.
  static let balpoeCalibration = PublishedTable(
    name: "balpoe/calibration",
    summary: "accuracy and calibration of BalPoE and others on CIFAR-100-LT, standard training",
    source:
      "Aimar, Jonnarth, Felsberg, Kuhlmann: Balanced Product of Calibrated Experts for Long-Tailed "
      + "Recognition, CVPR 2023, slides, calibration",
    columns: Column.cifar("CIFAR-100-LT", [100]),
    rows: [
      Row("CE", .method("cross-entropy"), [.init(38.8, 32.0)]),
      Row("Bayias", .absent("no Bayias here"), [.init(43.5, 24.3)]),
      Row(
        "TLC", .method("tlc"), remark: "the slides do not say how many experts it has",
        [.init(49.0, 22.8)]),
      Row(
        "BalPoE (ERM)", .method("balpoe", settings: ["stages.0.mixing=none"]), epochs: [200],
        [.init(49.2, 17.6)]),
      Row("Mixup", .method("mixup"), [.init(40.8, 9.6)]),
      Row(
        "Remix", .method("remix"), remark: "the slides do not say whether re-weighting is deferred",
        [.init(41.9, 33.6)]),
      Row("UniMix+Bayias", .absent("no UniMix here"), [.init(45.5, 23.0)]),
      Row("MiSLAS", .method("mislas"), epochs: [200, 10], [.init(47.0, 4.8)]),
      Row("BalPoE", .method("balpoe"), epochs: [200], [.init(52.0, 4.9)]),
    ],
    conditions: [
      "The authors evaluate the last epoch. CE, mixup and BalPoE are means over several runs, with deviations of accuracy "
        + "and error of 0.6 and 0.4 (CE), 0.5 and 0.4 (BalPoE, ERM), 0.7 and 0.8 (mixup), 0.5 and 1.0 (BalPoE)."
    ],
    discrepancies: [
      TableDiscrepancy(
        row: "CE", column: "CIFAR-100-LT 100",
        other: .init("mislas/cifar", row: "CE", column: "CIFAR-100-LT 100")),
      TableDiscrepancy(
        row: "Mixup", column: "CIFAR-100-LT 100",
        other: .init("mislas/cifar", row: "mixup", column: "CIFAR-100-LT 100")),
    ])
}
