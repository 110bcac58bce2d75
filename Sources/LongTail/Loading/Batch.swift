/// Some samples ready for a model, as plain numbers.
///
/// Its memory is used again for a later batch once nobody holds the batch any more.
public final class Batch: Sendable {
  /// What `values` are.
  public enum Kind: Sendable, Equatable {
    /// `[count, height, width, channels]`, normalised.
    case pictures(height: Int, width: Int, channels: Int)
    /// `[count, width]`
    case features(width: Int)
  }

  /// What the values of each view are.
  public let kind: Kind
  /// Class of each sample.
  public let labels: [Int]
  /// Position of each sample in the ``LabelledSamples`` that the loader reads.
  public let positions: [Int]
  /// Which batch of the epoch, from 0.
  public let number: Int
  /// In how many views the samples are there, each with augmentations of its own.
  public let views: Int
  private let storage: BatchStorage
  private let pool: BatchStoragePool

  init(
    kind: Kind, labels: [Int], positions: [Int], number: Int, views: Int = 1,
    storage: BatchStorage, pool: BatchStoragePool
  ) {
    self.kind = kind
    self.labels = labels
    self.positions = positions
    self.number = number
    self.views = views
    self.storage = storage
    self.pool = pool
  }

  deinit {
    pool.giveBack(storage)
  }

  /// Samples in the batch.
  public var count: Int { labels.count }

  /// The shape of the values of a view.
  public var shape: [Int] {
    switch kind {
    case .pictures(let height, let width, let channels): [count, height, width, channels]
    case .features(let width): [count, width]
    }
  }

  /// Calls `body` with all values of a view in row-major order. They must not be used after it returns,
  /// unless the batch is kept alive.
  public func withValues<Result>(
    ofView view: Int = 0, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    precondition(0..<views ~= view, "view \(view) of \(views)")
    let size = shape.reduce(1, *)
    let values = UnsafeBufferPointer(rebasing: storage.values[view * size..<(view + 1) * size])
    return try withExtendedLifetime(self) { try body(values) }
  }
}
