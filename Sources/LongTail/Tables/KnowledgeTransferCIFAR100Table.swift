extension PublishedTable {
  /// “Transfer Knowledge from Head to Tail” (CVPR 2023), table 3.
  static let knowledgeTransferCIFAR100 = PublishedTable(
    name: "knowledge-transfer/cifar-100-lt",
    summary: "calibrators of three networks on CIFAR-100-LT",
    source: knowledgeTransferSource + "table 3", columns: knowledgeTransferColumns,
    rows: [
      knowledgeTransferRow(
        "CIFAR-100-LT 10, ResNet-32", "CIFAR-100-LT", factor: 10, network: "resnet32",
        [20.38, 2.50, 2.10, 6.07, 9.35, 5.92, 6.74, 3.27, 1.50]),
      knowledgeTransferRow(
        "CIFAR-100-LT 10, DenseNet-40", "CIFAR-100-LT", factor: 10, network: "densenet40",
        [16.00, 3.43, 2.51, 5.57, 8.42, 5.76, 5.96, 2.73, 2.37]),
      knowledgeTransferRow(
        "CIFAR-100-LT 10, VGG-19", "CIFAR-100-LT", factor: 10, network: "vgg19",
        [27.86, 3.81, 2.36, 6.35, 10.35, 6.66, 8.03, 3.82, 1.99]),
    ],
    conditions: knowledgeTransferConditions)
}
