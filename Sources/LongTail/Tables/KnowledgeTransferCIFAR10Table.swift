extension PublishedTable {
  /// “Transfer Knowledge from Head to Tail” (CVPR 2023), table 1.
  static let knowledgeTransferCIFAR10 = PublishedTable(
    name: "knowledge-transfer/cifar-10-lt",
    summary: "calibrators of classifiers of CIFAR-10-LT, on four test sets",
    source: knowledgeTransferSource + "table 1", columns: knowledgeTransferColumns,
    rows: [
      knowledgeTransferRow(
        "CIFAR-10-LT 100, CIFAR-10", "CIFAR-10-LT", factor: 100,
        [21.79, 12.24, 12.16, 11.64, 12.36, 13.36, 12.13, 11.65, 9.84]),
      knowledgeTransferRow(
        "CIFAR-10-LT 100, CIFAR-10.1", "CIFAR-10-LT", factor: 100, test: "CIFAR-10.1",
        [28.97, 16.75, 16.70, 16.65, 17.13, 17.93, 16.78, 15.71, 13.86]),
      knowledgeTransferRow(
        "CIFAR-10-LT 100, CIFAR-10.1-C", "CIFAR-10-LT", factor: 100, test: "CIFAR-10.1-C",
        [58.22, 43.01, 43.00, 43.05, 43.34, 43.83, 42.53, 41.98, 39.58]),
      knowledgeTransferRow(
        "CIFAR-10-LT 100, CIFAR-F", "CIFAR-10-LT", factor: 100, test: "CIFAR-F",
        [29.22, 15.27, 15.24, 15.52, 15.75, 16.23, 15.45, 14.18, 12.15]),
      knowledgeTransferRow(
        "CIFAR-10-LT 50, CIFAR-10", "CIFAR-10-LT", factor: 50,
        [17.36, 7.65, 8.04, 8.22, 9.75, 9.45, 7.55, 7.78, 3.99]),
      knowledgeTransferRow(
        "CIFAR-10-LT 50, CIFAR-10.1", "CIFAR-10-LT", factor: 50, test: "CIFAR-10.1",
        [22.79, 10.36, 10.99, 11.72, 13.35, 12.70, 10.32, 10.82, 5.74]),
      knowledgeTransferRow(
        "CIFAR-10-LT 50, CIFAR-10.1-C", "CIFAR-10-LT", factor: 50, test: "CIFAR-10.1-C",
        [55.52, 38.66, 39.9, 40.16, 41.58, 40.76, 38.94, 39.39, 33.09]),
      knowledgeTransferRow(
        "CIFAR-10-LT 50, CIFAR-F", "CIFAR-10-LT", factor: 50, test: "CIFAR-F",
        [25.37, 11.30, 12.21, 12.67, 14.39, 13.37, 11.4, 11.76, 6.64]),
      knowledgeTransferRow(
        "CIFAR-10-LT 10, CIFAR-10", "CIFAR-10-LT", factor: 10,
        [8.39, 2.23, 1.64, 2.03, 2.29, 2.42, 2.49, 2.01, 1.00]),
      knowledgeTransferRow(
        "CIFAR-10-LT 10, CIFAR-10.1", "CIFAR-10-LT", factor: 10, test: "CIFAR-10.1",
        [13.80, 4.87, 4.25, 4.54, 5.38, 5.23, 5.63, 4.66, 3.95]),
      knowledgeTransferRow(
        "CIFAR-10-LT 10, CIFAR-10.1-C", "CIFAR-10-LT", factor: 10, test: "CIFAR-10.1-C",
        [48.31, 32.77, 31.07, 32.11, 32.29, 31.94, 33.16, 31.37, 29.98]),
      knowledgeTransferRow(
        "CIFAR-10-LT 10, CIFAR-F", "CIFAR-10-LT", factor: 10, test: "CIFAR-F",
        [19.73, 8.15, 6.80, 8.42, 8.97, 8.13, 8.54, 7.10, 5.97]),
    ],
    conditions: knowledgeTransferConditions)
}
