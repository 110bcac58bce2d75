import Torch

/// Every so manieth sample of a batch: what goes through the network at once, where a step's batch does so in parts.
///
/// Part p of K has the samples p, p + K, p + 2K … A process with neighbouring rows of the batch has rows in each part, and
/// any number of processes makes the same parts.
struct BatchPart: Equatable {
  /// 0 ..< `count`
  let index: Int
  /// Parts of the batch, ≥ 1.
  let count: Int

  /// The whole batch.
  static let whole = BatchPart(index: 0, count: 1)

  /// How many parts a batch has.
  ///
  /// An epoch's last batch, which may have fewer samples, has fewer parts of the usual size: batch norm would tell little of
  /// smaller ones.
  /// - Parameters:
  ///   - parts: of a full batch, ≥ 1.
  ///   - batchSize: samples of a full batch, ≥ 1.
  ///   - samples: of this one, ≥ 1.
  ///   - rows: those of each process, of which each is to have one in every part; `nil` for one process.
  /// - Returns: 1 … `samples`.
  static func count(_ parts: Int, of batchSize: Int, samples: Int, rows: [Int]?) -> Int {
    let wanted = (samples * parts + batchSize - 1) / batchSize
    return max(1, min(wanted, rows?.min() ?? samples))
  }

  /// The rows of this part among those of a tensor whose first is row `first` of the batch, in memory of their own.
  func rows(of tensor: Tensor, from first: Int = 0) -> Tensor {
    count == 1
      ? tensor : tensor.sliced(axis: 0, from: start(after: first), step: count).cloned()
  }

  /// The elements of this part among those of the whole batch.
  func elements<Element>(of all: [Element]) -> [Element] {
    count == 1 ? all : stride(from: index, to: all.count, by: count).map { all[$0] }
  }

  /// How many rows of this part lie in each of some neighbouring pieces of the batch.
  func counts(in pieces: [Int]) -> [Int] {
    var first = 0
    return pieces.map { piece in
      defer { first += piece }
      return (piece - start(after: first) + count - 1) / count
    }
  }

  /// Rows before the part's first one, from row `first` of the batch on; < `count`.
  private func start(after first: Int) -> Int { (index - first % count + count) % count }
}

/// The labels of a whole batch, of which samples at hand are a part.
struct WholeLabels {
  /// Of each batch and each of its sets of labels, those of all samples.
  let labels: [[[Int]]]
  let part: BatchPart
}
