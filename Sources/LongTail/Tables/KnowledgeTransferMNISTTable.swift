extension PublishedTable {
  /// “Transfer Knowledge from Head to Tail” (CVPR 2023), table 2.
  static let knowledgeTransferMNIST = PublishedTable(
    name: "knowledge-transfer/mnist-lt",
    summary: "calibrators of classifiers of MNIST-LT, on four test sets",
    source: knowledgeTransferSource + "table 2", columns: knowledgeTransferColumns,
    rows: [
      knowledgeTransferRow(
        "MNIST-LT 100, MNIST", "MNIST-LT", factor: 100,
        [2.52, 1.27, 1.84, 2.82, 2.84, 1.84, 1.92, 1.76, 1.08]),
      knowledgeTransferRow(
        "MNIST-LT 100, SVHN", "MNIST-LT", factor: 100, test: "SVHN",
        [16.06, 7.20, 11.62, 21.25, 22.18, 14.93, 9.59, 13.67, 6.09]),
      knowledgeTransferRow(
        "MNIST-LT 100, USPS", "MNIST-LT", factor: 100, test: "USPS",
        [15.00, 9.52, 12.25, 13.25, 13.62, 10.58, 10.10, 11.44, 8.40]),
      knowledgeTransferRow(
        "MNIST-LT 100, Digital-S", "MNIST-LT", factor: 100, test: "Digital-S",
        [32.10, 22.13, 27.35, 30.13, 31.01, 27.48, 23.34, 27.60, 20.28]),
      knowledgeTransferRow(
        "MNIST-LT 50, MNIST", "MNIST-LT", factor: 50,
        [1.12, 0.85, 1.14, 1.53, 1.54, 1.02, 1.01, 1.12, 0.79]),
      knowledgeTransferRow(
        "MNIST-LT 50, SVHN", "MNIST-LT", factor: 50, test: "SVHN",
        [2.32, 3.95, 3.33, 11.42, 12.15, 2.63, 9.43, 2.32, 4.53]),
      knowledgeTransferRow(
        "MNIST-LT 50, USPS", "MNIST-LT", factor: 50, test: "USPS",
        [11.21, 8.14, 12.81, 11.89, 11.91, 10.54, 8.57, 11.21, 8.02]),
      knowledgeTransferRow(
        "MNIST-LT 50, Digital-S", "MNIST-LT", factor: 50, test: "Digital-S",
        [15.22, 10.81, 17.81, 20.96, 21.81, 13.64, 16.74, 15.18, 10.34]),
      knowledgeTransferRow(
        "MNIST-LT 10, MNIST", "MNIST-LT", factor: 10,
        [0.56, 0.23, 0.21, 0.50, 0.52, 0.23, 0.25, 0.41, 0.36]),
      knowledgeTransferRow(
        "MNIST-LT 10, SVHN", "MNIST-LT", factor: 10, test: "SVHN",
        [5.75, 6.76, 6.94, 8.10, 4.51, 5.31, 7.00, 5.31, 7.43]),
      knowledgeTransferRow(
        "MNIST-LT 10, USPS", "MNIST-LT", factor: 10, test: "USPS",
        [8.29, 4.81, 4.60, 6.59, 6.98, 4.76, 5.12, 5.88, 4.55]),
      knowledgeTransferRow(
        "MNIST-LT 10, Digital-S", "MNIST-LT", factor: 10, test: "Digital-S",
        [13.55, 8.21, 8.09, 15.37, 13.34, 8.31, 7.67, 8.24, 7.37]),
    ],
    conditions: knowledgeTransferConditions)
}
