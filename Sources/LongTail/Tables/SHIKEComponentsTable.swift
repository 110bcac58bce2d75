extension PublishedTable {
  /// Jin et al. (CVPR 2023), table 4.
  static let shikeComponents = PublishedTable(
    name: "shike/components", summary: "what each part of SHIKE does on CIFAR-100-LT",
    source: shikeSource + "table 4",
    columns: Column.cifar("CIFAR-100-LT", [100], network: nil),
    rows: [
      Row("no part", .absent("no SHIKE with a single network here"), [50.04]),
      Row("experts", .absent(withoutFusion), [54.23]),
      Row("experts, fusion", part(mutual: false, nonTarget: false), [55.26]),
      Row("experts, fusion, mutual", part(mutual: true, nonTarget: false), [55.59]),
      Row("experts, fusion, non-target", part(mutual: false, nonTarget: true), [55.79]),
      Row("experts, mutual, non-target", .absent(withoutFusion), [54.82]),
      Row(
        "experts, fusion, mutual, non-target", part(mutual: true, nonTarget: true),
        epochs: [180, 20], [56.34]),
    ],
    conditions: [
      "Fusion is depth-wise knowledge fusion; mutual and non-target are the two distillation losses.",
      selectionOfSHIKE,
    ])

  private static let withoutFusion = "no SHIKE without its depth-wise fusion here"

  private static func part(mutual: Bool, nonTarget: Bool) -> TableConditions {
    .method(
      "shike",
      settings: [firstImages] + (mutual ? [] : ["stages.0.loss.mutual=0"])
        + (nonTarget ? [] : ["stages.0.loss.nonTarget=0"]))
  }
}
