extension PublishedTable {
  /// Jin et al. (CVPR 2023), table 5.
  static let shikeDepths = PublishedTable(
    name: "shike/depths",
    summary: "numbers of experts of SHIKE and the depths of what they see, on ImageNet-LT",
    source: shikeSource + "table 5",
    columns: [Column("ImageNet-LT", TableConditions(dataset: "ImageNet-LT"))],
    rows: [
      ("A", 54.10), ("B", 54.75), ("C", 55.84), ("A B", 57.39), ("B C", 58.79), ("A C", 58.62),
      ("A B C", 59.72), ("A B C A", 59.83), ("A B C B", 59.90), ("A B C C", 59.77),
    ].map { depths, accuracy in Row(depths, .method("shike"), [PublishedFigure(accuracy)]) },
    conditions: ["A letter stands for an expert; which letter, for its depth."])
}
