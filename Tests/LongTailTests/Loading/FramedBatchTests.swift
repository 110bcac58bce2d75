import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Batches of pictures that come in sizes of their own.
struct FramedBatchTests {
  private static let paths = FramingFixtures.pictures.map(FramingFixtures.path)
  private static let frame = PictureFrame(PictureSize(height: 20, width: 20))

  private func samples(
    evaluation: any Framing = ResizeCenterCrop(shorterSide: 24), inMemory: Bool = false
  ) throws -> LabelledSamples {
    let source: any PictureSource =
      inMemory
      ? DecodedPictures(pictures: try Self.paths.map { try PictureDecoder.decode(path: $0) })
      : PictureFiles(paths: Self.paths, reduction: .none)
    return LabelledSamples(
      samples: .pictures(
        PictureStore(
          FramedPictures(source: source, frame: Self.frame, framing: evaluation),
          count: Self.paths.count)),
      labels: [0, 1, 0, 1, 0], classNames: ["a", "b"], normalization: .cifar, fingerprint: "")
  }

  private func values(_ loader: BatchLoader) throws -> [[Float]] {
    var values: [[Float]] = []
    let batches = loader.batches()
    while let batch = try batches.next() {
      for view in 0..<batch.views { values.append(batch.withValues(ofView: view) { Array($0) }) }
    }
    return values
  }

  private func normalized(_ picture: DecodedPicture) -> [Float] {
    let table = Normalization.cifar.table
    return picture.pixels.enumerated().map { table[256 * ($0 % 3) + Int($1)] }
  }

  @Test func `the part that was drawn is cut out of the picture as large as it is`() throws {
    let found = try values(
      BatchLoader(
        samples(), batchSize: 1, augmentations: [RandomResizedCrop()], framing: NativeFraming(),
        seed: 7, epoch: 3, workers: 0))
    for (place, path) in Self.paths.enumerated() {
      let picture = try PictureDecoder.decode(path: path)
      var random = CounterBasedGenerator(
        seed: 7, purpose: .augmentation, epoch: 3, position: place)
      let window = RandomResizedCrop().window(
        height: picture.height, width: picture.width, using: &random)
      #expect(
        found[place] == normalized(picture.part(window).resized(height: 20, width: 20)))
    }
    #expect(Set(found).count == Self.paths.count)
  }

  @Test func `later augmentations go on drawing where the cut ended`() throws {
    let found = try values(
      BatchLoader(
        samples(), batchSize: 5, augmentations: [RandomCrop(padding: 2), HorizontalFlip()],
        framing: ResizeFraming(shorterSide: 24), seed: 7, workers: 0))
    var expected: [Float] = []
    for (place, path) in Self.paths.enumerated() {
      let picture = try PictureDecoder.decode(path: path)
      var random = CounterBasedGenerator(
        seed: 7, purpose: .augmentation, epoch: 0, position: place)
      let whole = picture.size.withShorterSide(24)
      let cut = RandomCrop(padding: 2).cut(of: whole, to: Self.frame.size, using: &random)
      var made = Picture(height: 20, width: 20, channels: 3, pixels: picture.cut(cut).pixels)
      HorizontalFlip().apply(to: &made, using: &random)
      expected += normalized(DecodedPicture(height: 20, width: 20, pixels: made.pixels))
    }
    #expect(found == [expected])
  }

  @Test func `views have cuts of their own, whatever the workers and wherever pictures lie`() throws
  {
    func views(workers: Int, inMemory: Bool) throws -> [[Float]] {
      try values(
        BatchLoader(
          samples(inMemory: inMemory), order: [0, 1, 2, 3, 4, 0, 0], batchSize: 2,
          augmentations: [RandomResizedCrop()],
          furtherViews: [[RandomResizedCrop(), ColorJitter()]], framing: NativeFraming(), seed: 2,
          workers: workers))
    }
    let alone = try views(workers: 0, inMemory: false)
    #expect(alone.count == 8)
    #expect(Set(alone).count == 8)
    #expect(try views(workers: 3, inMemory: false) == alone)
    #expect(try views(workers: 1, inMemory: true) == alone)
  }

  @Test func `a framing that fills the frame draws nothing`() throws {
    let found = try values(
      BatchLoader(samples(), batchSize: 5, framing: SquaredFraming(), seed: 2, workers: 0))
    let expected = try Self.paths.flatMap { path in
      normalized(
        try PictureDecoder.decode(path: path).fitted(height: 20, width: 20, fit: .crop))
    }
    #expect(found == [expected])
  }

  @Test func `to measure, each look is a view, the middle first`() throws {
    let five = FiveCrop(shorterSide: 24)
    let found = try values(BatchLoader(samples(evaluation: five), batchSize: 5, workers: 0))
    let middle = try values(BatchLoader(samples(), batchSize: 5, workers: 0))
    #expect(found.count == 5 && middle.count == 1)
    #expect(found[0] == middle[0])
    for look in 0..<5 {
      let expected = try Self.paths.flatMap { path in
        let picture = try PictureDecoder.decode(path: path)
        return normalized(picture.cut(five.cuts(of: picture.size, to: Self.frame)[look]))
      }
      #expect(found[look] == expected)
    }
  }

  @Test func `looks that are stored are those that are framed when asked for`() throws {
    guard case .pictures(let store) = try samples(evaluation: FiveCrop(shorterSide: 24)).samples
    else { throw FileProblem("samples", "no pictures") }
    var pixels = Data()
    for position in 0..<store.count {
      for look in try store.allLooks(at: position) { pixels.append(contentsOf: look.pixels) }
    }
    let stored = PictureStore(height: 20, width: 20, channels: 3, pixels: pixels, looks: 5)
    #expect(stored.count == store.count)
    let chosen = [4, 1]
    for position in 0..<2 {
      #expect(
        try stored.selecting(chosen).allLooks(at: position)
          == store.selecting(chosen).allLooks(at: position))
      #expect(
        try stored.selecting(chosen).picture(at: position)
          == store.allLooks(at: chosen[position])[0])
    }
  }

  @Test func `arrays are framed from the size that they are stored at`() throws {
    let options = DatasetOptions(
      imageSize: 8,
      framing: FramingSettings(
        training: NativeFraming(), evaluation: FiveCrop(shorterSide: 10)))
    let stored = try Datasets.source("synthetic:classes=2,per-class=3,test=2,size=16")
      .load(.training)
    let framed = try Datasets.source(
      "synthetic:classes=2,per-class=3,test=2,size=16", options: options
    ).load(.training)
    guard case .pictures(let plain) = stored.samples, case .pictures(let store) = framed.samples
    else { throw FileProblem("samples", "no pictures") }
    #expect(store.height == 8 && store.width == 8 && store.looks == 5 && !store.readsFiles)
    let frame = PictureFrame(PictureSize(height: 8, width: 8))
    for position in 0..<store.count {
      let picture = try plain.picture(at: position)
      let cuts = FiveCrop(shorterSide: 10).cuts(of: picture.size, to: frame)
      #expect(try store.allLooks(at: position) == cuts.map { picture.cut($0) })
    }
    let few = try store.selecting([5, 0]).compacted()
    #expect(try few.allLooks(at: 0) == store.allLooks(at: 5))
    #expect(try few.allLooks(at: 1) == store.allLooks(at: 0))
  }
}
