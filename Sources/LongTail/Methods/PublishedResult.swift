/// A figure that authors published, to stand beside a measured one.
public struct PublishedResult: Sendable, Equatable {
  /// The source's name, such as `cifar100`.
  public let dataset: String
  /// Largest class count over the smallest.
  public let imbalanceFactor: Double
  /// Top-1 on the balanced test set, in [0, 1].
  public let accuracy: Double
  /// Expected calibration error, 15 bins, in [0, 1]; `nil` where none was given.
  public let calibrationError: Double?
  /// Epochs of each stage.
  public let epochs: [Int]
  /// The table that it stands in.
  public let source: String

  public init(
    dataset: String, imbalanceFactor: Double, accuracy: Double, calibrationError: Double? = nil,
    epochs: [Int], source: String
  ) {
    self.dataset = dataset
    self.imbalanceFactor = imbalanceFactor
    self.accuracy = accuracy
    self.calibrationError = calibrationError
    self.epochs = epochs
    self.source = source
  }

  /// A row of the tables of Zhong et al. (CVPR 2021): CIFAR-10-LT and CIFAR-100-LT at imbalance factors
  /// 100, 50 and 10, ResNet-32, as printed, in percent.
  static func cifarRow(
    accuracy: [Double], calibrationError: [Double]? = nil, epochs: [Int]
  ) -> [PublishedResult] {
    let names = ["cifar10", "cifar100"]
    let factors = [100.0, 50, 10]
    let count = names.count * factors.count
    precondition(accuracy.count == count && calibrationError?.count ?? count == count)
    return (0..<count).map { index in
      PublishedResult(
        dataset: names[index / factors.count], imbalanceFactor: factors[index % factors.count],
        accuracy: accuracy[index] / 100, calibrationError: calibrationError.map { $0[index] / 100 },
        epochs: epochs, source: "Zhong et al. 2021, tables of CIFAR-LT")
    }
  }

  /// Figures of CIFAR-100-LT, ResNet-32, by imbalance factor, as printed, in percent.
  static func cifar100(
    _ accuracy: [(factor: Double, percent: Double)], epochs: [Int],
    source: String = "Jin et al. 2023, table 1"
  ) -> [PublishedResult] {
    cifar([("cifar100", accuracy)], epochs: epochs, source: source)
  }

  /// Figures of long-tailed CIFAR by data set and imbalance factor, as printed, in percent.
  static func cifar(
    _ rows: [(dataset: String, accuracy: [(factor: Double, percent: Double)])], epochs: [Int],
    source: String
  ) -> [PublishedResult] {
    rows.flatMap { row in
      row.accuracy.map {
        PublishedResult(
          dataset: row.dataset, imbalanceFactor: $0.factor, accuracy: $0.percent / 100,
          epochs: epochs, source: source)
      }
    }
  }
}
