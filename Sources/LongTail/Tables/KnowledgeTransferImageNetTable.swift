extension PublishedTable {
  /// “Transfer Knowledge from Head to Tail” (CVPR 2023), table 4.
  static let knowledgeTransferImageNet = PublishedTable(
    name: "knowledge-transfer/imagenet-lt", summary: "calibrators of a classifier of ImageNet-LT",
    source: knowledgeTransferSource + "table 4", columns: knowledgeTransferColumns,
    rows: [
      knowledgeTransferRow(
        "ImageNet-LT, ResNet-50", "ImageNet-LT", factor: nil, network: "resnet50",
        [10.18, 6.72, 6.06, 10.23, 11.15, 7.63, 9.12, 5.46, 3.45])
    ],
    conditions: knowledgeTransferConditions)
}
