/// Cuts an epoch's order into batches and prepares them on other threads, ahead of their use.
///
/// The batches do not depend on the number of workers: every random draw belongs to seed, epoch and
/// place in the order.
///
/// ```swift
/// let batches = BatchLoader(training.samples, order: order, batchSize: 128, workers: 2).batches()
/// while let batch = try batches.next() { … }
/// ```
public struct BatchLoader: Sendable {
  private let assembler: BatchAssembler
  /// `nil` prepares each batch when it is asked for.
  private let threads: LoaderThreads?

  /// - Parameters:
  ///   - samples: where the samples come from.
  ///   - order: positions in `samples`, as often and in the order that they are shown; all of them once,
  ///     in order, when `nil`.
  ///   - batchSize: samples of a batch, at least 1; the last one may be smaller.
  ///   - augmentations: applied to each picture, one after the other.
  ///   - furtherViews: the augmentations of each further view of the same samples.
  ///   - framing: how pictures are brought to their size in training. When `nil`, as they are for measuring, where each
  ///     view is there once for each of the ``PictureStore/looks``, one after the other.
  ///   - normalization: of the pictures; that of `samples` when `nil`.
  ///   - seed: seed of the augmentations.
  ///   - epoch: which epoch, from 0; part of the key of every random draw.
  ///   - workers: threads that prepare batches; 0 prepares each when it is asked for.
  ///   - dropLast: leaves out a last batch that is not full.
  ///   - shard: the part of each batch that this machine takes; `batchSize` is that of all parts together.
  public init(
    _ samples: LabelledSamples, order: [Int]? = nil, batchSize: Int,
    augmentations: [any Augmentation] = [], furtherViews: [[any Augmentation]] = [],
    framing: (any Framing)? = nil, normalization: Normalization? = nil,
    seed: UInt64 = 0, epoch: Int = 0, workers: Int = 1, dropLast: Bool = false,
    shard: BatchShard = .whole
  ) {
    precondition(workers >= 0, "\(workers) workers")
    self.init(
      samples, order: order, batchSize: batchSize, augmentations: augmentations,
      furtherViews: furtherViews, framing: framing, normalization: normalization, seed: seed,
      epoch: epoch, threads: workers == 0 ? nil : LoaderThreads(workers), dropLast: dropLast,
      shard: shard)
  }

  /// The same with threads that other loaders use too.
  init(
    _ samples: LabelledSamples, order: [Int]? = nil, batchSize: Int,
    augmentations: [any Augmentation] = [], furtherViews: [[any Augmentation]] = [],
    framing: (any Framing)? = nil, normalization: Normalization? = nil,
    seed: UInt64 = 0, epoch: Int = 0, threads: LoaderThreads?, dropLast: Bool = false,
    shard: BatchShard = .whole
  ) {
    precondition(batchSize >= 1, "batch size \(batchSize)")
    var views = ([augmentations] + furtherViews).map { BatchView(augmentations: $0) }
    var trainingFraming: TrainingFraming?
    let order = order ?? Array(0..<samples.count)
    if let outside = order.first(where: { !(0..<samples.count ~= $0) }) {
      preconditionFailure("position \(outside) in a data set of \(samples.count)")
    }
    let kind: Batch.Kind
    var table: [Float] = []
    switch samples.samples {
    case .pictures(let store):
      kind = .pictures(height: store.height, width: store.width, channels: store.channels)
      table = (normalization ?? samples.normalization).table
      precondition(
        table.count == 256 * store.channels,
        "normalisation of \(table.count / 256) channels for pictures with \(store.channels)")
      if let framing {
        trainingFraming = TrainingFraming(framing: framing, frame: store.frame)
      } else if store.looks > 1 {
        views = views.flatMap { view in
          (0..<store.looks).map { BatchView(look: $0, augmentations: view.augmentations) }
        }
      }
    case .features(let store):
      kind = .features(width: store.width)
      precondition(
        views.allSatisfy(\.augmentations.isEmpty),
        "augmentations are for pictures, not for features")
    }
    self.threads = threads
    assembler = BatchAssembler(
      samples: samples, order: order,
      plan: BatchPlan(
        count: order.count, batchSize: batchSize, dropLast: dropLast, shard: shard),
      views: views, framing: trainingFraming, table: table, seed: seed, epoch: epoch,
      pool: BatchStoragePool(
        capacity: min(batchSize, max(1, order.count)) * views.count
          * BatchAssembler.valuesPerSample(kind)),
      kind: kind)
  }

  /// Samples of a batch, of the last one at most.
  var batchSize: Int { assembler.plan.batchSize }

  /// Batches in an epoch.
  public var batchCount: Int { assembler.plan.batchCount }

  /// Starts to prepare batches from the one numbered `first` on; the ones before it are not made.
  /// - Parameters:
  ///   - first: number of the first batch, at least 0.
  ///   - step: from each batch to the next one, at least 1; those between are not made.
  /// - Returns: the batches, none where there are no more than `first`.
  public func batches(from first: Int = 0, every step: Int = 1) -> BatchIterator {
    precondition(first >= 0 && step >= 1, "every \(step)th batch from \(first) on")
    return BatchIterator(assembler, from: first, every: step, threads: threads)
  }
}

/// The batches of one epoch, one after the other. For one consumer.
///
/// When it goes away, nothing is prepared for it any more.
public final class BatchIterator {
  private let assembler: BatchAssembler
  private let queue: BatchQueue?
  private var workspace: Picture?
  private var nextNumber: Int
  private let step: Int

  init(_ assembler: BatchAssembler, from first: Int, every step: Int, threads: LoaderThreads?) {
    self.assembler = assembler
    nextNumber = first
    self.step = step
    queue = threads.map { BatchQueue(assembler, from: first, every: step, on: $0) }
  }

  deinit {
    queue?.stop()
  }

  /// Batches in the epoch.
  var batchCount: Int { assembler.plan.batchCount }

  /// Samples that the epoch shows.
  var sampleCount: Int { assembler.plan.count }

  /// How many samples of a batch each machine takes; `nil` where each takes all of them.
  func rows(ofBatch number: Int) -> [Int]? { assembler.plan.rows(of: number) }

  /// The next batch, `nil` after the last one. Waits until it is ready.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  public func next() throws -> Batch? {
    if let queue { return try queue.next() }
    guard nextNumber < assembler.plan.batchCount else { return nil }
    defer { nextNumber += step }
    return try assembler.batch(nextNumber, workspace: &workspace)
  }
}
