/// How often each true class was predicted as each class, without the zeros.
///
/// Sparse, because a set of 8142 classes has 66 million pairs and 24 thousand test samples.
public struct ConfusionCounts: Sendable, Codable, Equatable {
  /// A pair of classes that occurs.
  public struct Entry: Sendable, Codable, Equatable {
    /// The true class.
    public var label: Int
    /// The predicted class.
    public var prediction: Int
    /// Samples of the true class that were taken for the other.
    public var count: Int

    public init(label: Int, prediction: Int, count: Int) {
      self.label = label
      self.prediction = prediction
      self.count = count
    }
  }

  /// Classes that labels and predictions may name.
  public let classes: Int
  /// By label, then by prediction, ascending; each pair at most once.
  public let entries: [Entry]

  /// Counts pairs of true and predicted class.
  /// - Precondition: as many predictions as labels, each in `0 ..< classes`.
  public init(labels: [Int], predictions: [Int], classes: Int) {
    precondition(
      labels.count == predictions.count,
      "\(predictions.count) predictions for \(labels.count) labels")
    var counts: [Int: Int] = [:]
    for (label, prediction) in zip(labels, predictions) {
      precondition(
        (0..<classes).contains(label) && (0..<classes).contains(prediction),
        "label \(label), prediction \(prediction) with \(classes) classes")
      counts[label * classes + prediction, default: 0] += 1
    }
    self.classes = classes
    entries = counts.keys.sorted().map { key in
      Entry(label: key / classes, prediction: key % classes, count: counts[key] ?? 0)
    }
  }

  /// Samples of this label that this class was predicted for.
  public subscript(label: Int, prediction: Int) -> Int {
    entries.first { $0.label == label && $0.prediction == prediction }?.count ?? 0
  }

  /// - Throws: `DecodingError` for an entry outside the classes or below zero.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let classes = try container.decode(Int.self, forKey: .classes)
    let entries = try container.decode([Entry].self, forKey: .entries)
    if let entry = entries.first(where: { entry in
      min(entry.label, entry.prediction, entry.count) < 0
        || max(entry.label, entry.prediction) >= classes
    }) {
      throw DecodingError.dataCorruptedError(
        forKey: .entries, in: container,
        debugDescription: "\(entry.count) samples of class \(entry.label) taken for "
          + "\(entry.prediction), with \(classes) classes")
    }
    self.classes = classes
    self.entries = entries
  }

  /// Takes a dense matrix, `[classes, classes]`, rows by true class.
  /// - Precondition: `matrix` is square.
  public init(matrix: [[Int]]) {
    classes = matrix.count
    var entries: [Entry] = []
    for (label, row) in matrix.enumerated() {
      precondition(row.count == matrix.count, "row of \(row.count) in \(matrix.count) classes")
      for (prediction, count) in row.enumerated() where count > 0 {
        entries.append(Entry(label: label, prediction: prediction, count: count))
      }
    }
    self.entries = entries
  }
}
