import Torch

/// Makes one batch: gathers, augments and normalises its samples.
struct BatchAssembler: Sendable {
  let samples: LabelledSamples
  /// Position in `samples` of each place in the epoch's order.
  let order: [Int]
  let plan: BatchPlan
  let views: [BatchView]
  /// How pictures are brought to the frame; as they are for measuring when `nil`.
  let framing: TrainingFraming?
  /// The normalised value of each byte, 256 a channel.
  let table: [Float]
  let seed: UInt64
  let epoch: Int
  let pool: BatchStoragePool
  let kind: Batch.Kind

  /// Numbers of one sample.
  static func valuesPerSample(_ kind: Batch.Kind) -> Int {
    switch kind {
    case .pictures(let height, let width, let channels): height * width * channels
    case .features(let width): width
    }
  }

  /// Makes the batch of a number; `workspace` is a picture to work in, kept for the next one.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func batch(_ number: Int, workspace: inout Picture?) throws -> Batch {
    let places = plan.places(of: number)
    let storage = pool.take()
    do {
      switch samples.samples {
      case .pictures(let store): try fill(storage, store, places, &workspace)
      case .features(let store): fill(storage, store, places)
      }
    } catch {
      pool.giveBack(storage)
      throw error
    }
    let positions = places.map { order[$0] }
    return Batch(
      kind: kind, labels: positions.map { samples.labels[$0] }, positions: positions,
      number: number, views: views.count, storage: storage, pool: pool)
  }

  private func fill(
    _ storage: BatchStorage, _ store: PictureStore, _ places: Range<Int>,
    _ workspace: inout Picture?
  ) throws {
    // Its size may be another's, but not its channels.
    var picture =
      workspace.flatMap { $0.channels == store.channels ? $0 : nil }
      ?? Picture(
        height: store.height, width: store.width, channels: store.channels,
        pixels: [UInt8](repeating: 0, count: store.bytesPerPicture))
    workspace = nil
    let values = Self.valuesPerSample(kind)
    for (index, place) in places.enumerated() {
      var randoms = views.indices.map { generator(place: place, view: $0) }
      let framed = try framed(store, order[place], &randoms)
      if framed == nil {
        try picture.reload(height: store.height, width: store.width) {
          try store.copyPicture(at: order[place], into: $0)
        }
      }
      // A picture is read once for all of its views.
      let original = framed == nil && views.count > 1 ? picture : nil
      for (view, look) in views.enumerated() {
        if let framed {
          picture.reload(framed[view])
        } else if view > 0, let original {
          picture = original
        }
        for augmentation in framing?.rest(of: look) ?? look.augmentations[...] {
          augmentation.apply(to: &picture, using: &randoms[view])
        }
        precondition(
          picture.height == store.height && picture.width == store.width,
          "an augmentation made \(picture.height)×\(picture.width) of \(store.height)×\(store.width)"
        )
        let start = (view * places.count + index) * values
        picture.normalize(
          table,
          into: UnsafeMutableBufferPointer(rebasing: storage.values[start..<start + values]))
      }
    }
    workspace = picture
  }

  /// The picture that the augmentations of each view begin with; `nil` where all begin with the stored one.
  private func framed(
    _ store: PictureStore, _ position: Int, _ randoms: inout [CounterBasedGenerator]
  ) throws -> [DecodedPicture]? {
    if let framing {
      return try store.pictures(at: position) { size in
        views.indices.map { framing.cut(of: size, for: views[$0], using: &randoms[$0]) }
      }
    }
    guard store.looks > 1 else { return nil }
    let looks = try store.allLooks(at: position)
    return views.map { looks[$0.look] }
  }

  /// The generator belongs to the place in the epoch, not to the sample: a sample that is drawn twice in an
  /// epoch is seen in two ways.
  private func generator(place: Int, view: Int) -> CounterBasedGenerator {
    guard view > 0 else {
      return CounterBasedGenerator(
        seed: seed, purpose: .augmentation, epoch: epoch, position: place)
    }
    return CounterBasedGenerator(
      seed: seed, stream: RandomPurpose.view.rawValue, UInt64(view), UInt64(epoch), UInt64(place))
  }

  private func fill(_ storage: BatchStorage, _ store: FeatureStore, _ places: Range<Int>) {
    for view in views.indices {
      for (index, place) in places.enumerated() {
        let start = (view * places.count + index) * store.width
        store.copyFeatures(
          at: order[place],
          into: UnsafeMutableBufferPointer(
            rebasing: storage.values[start..<start + store.width]))
      }
    }
  }
}
