import Foundation
import Torch

/// The pictures that are made of a training part, by number: class by class.
final class ForegroundPictures {
  /// Class of each.
  let labels: [Int]
  private let maker: Maker
  private let mapping: ActivationMapping
  /// Positions of each class in the training part.
  private let members: [[Int]]
  /// Place of each one's source within its class.
  private let places: [Int]
  /// Those that were asked for, by position in the training part.
  private var maps: [Int: ActivationMap] = [:]

  /// - Parameters:
  ///   - plan: how many are made for each class.
  ///   - samples: the training part, of pictures.
  ///   - encoded: its pictures as large as they are, where they are encoded.
  ///   - mapping: asks the network.
  ///   - form: how foregrounds are found and pasted.
  ///   - mirrors: whether they may be mirrored.
  ///   - seed: of every draw.
  init(
    _ plan: ForegroundPlan, of samples: LabelledSamples, _ encoded: EncodedParts?,
    _ mapping: ActivationMapping, form: ForegroundForm, mirrors: Bool, seed: UInt64
  ) {
    self.mapping = mapping
    var members = [[Int]](repeating: [], count: samples.classes)
    for (position, label) in samples.labels.enumerated() { members[label].append(position) }
    var (places, sources, draws) = ([Int](), [Int](), [CounterBasedGenerator]())
    for (label, count) in plan.counts.enumerated() {
      for number in 0..<count {
        var random = CounterBasedGenerator(
          seed: seed, purpose: .foreground, epoch: label, position: number)
        let place = random.integer(below: members[label].count)
        places.append(place)
        sources.append(members[label][place])
        draws.append(random)
      }
    }
    labels = plan.labels
    (self.members, self.places) = (members, places)
    maker = Maker(
      samples: samples, encoded: encoded, form: form, mirrors: mirrors, sources: sources,
      draws: draws)
  }

  /// Position in the training part of the picture that each is made of.
  var sources: [Int] { maker.sources }

  /// How many there are.
  var count: Int { labels.count }

  /// Some of them, encoded.
  /// - Parameters:
  ///   - range: their numbers.
  ///   - encode: makes bytes of a picture, which has a name for messages; called on several threads.
  /// - Returns: the bytes of each.
  /// - Throws: `FileProblem` for a picture that cannot be read, or a map that is no numbers.
  func made(
    _ range: Range<Int>, _ encode: (DecodedPicture, String) throws -> Data
  ) throws -> [Data] {
    for index in range where maps[sources[index]] == nil {
      // Whole blocks of a class: a map's last bits may depend on what else is in its batch, and must not on what was made
      // before.
      let own = members[labels[index]]
      let place = places[index] / ActivationMapping.batchSize * ActivationMapping.batchSize
      let block = Array(own[place..<min(place + ActivationMapping.batchSize, own.count)])
      for (position, map) in zip(block, try mapping.maps(of: maker.samples, at: block)) {
        maps[position] = map
      }
    }
    let work = range.map { index in
      guard let map = maps[sources[index]] else { preconditionFailure("a picture without its map") }
      return (index: index, map: map)
    }
    var results = [Result<Data, any Error>?](repeating: nil, count: work.count)
    results.withUnsafeMutableBufferPointer { results in
      // Each iteration writes its own element only.
      nonisolated(unsafe) let results = results
      nonisolated(unsafe) let encode = encode
      DispatchQueue.concurrentPerform(iterations: work.count) { [maker] place in
        results[place] = Result {
          let (index, map) = work[place]
          return try encode(maker.picture(index, map), maker.name(index))
        }
      }
    }
    return try results.compactMap { try $0?.get() }
  }

  /// What the threads that make pictures share.
  private struct Maker: Sendable {
    let samples: LabelledSamples
    let encoded: EncodedParts?
    let form: ForegroundForm
    let mirrors: Bool
    let sources: [Int]
    /// What follows of each one's draws after its source.
    let draws: [CounterBasedGenerator]

    func name(_ index: Int) -> String {
      "picture \(index) that is made of \(samples.origin(at: sources[index]))"
    }

    func picture(_ index: Int, _ map: ActivationMap) throws -> DecodedPicture {
      let (original, region) = try original(sources[index])
      let foreground = Foreground(map, of: original.size, in: region)
      var random = draws[index]
      return form.pasted(
        original, foreground,
        ForegroundChange(of: foreground, form.extent, mirrors: mirrors, using: &random))
    }

    /// A picture as large as it is, and what the network sees of it.
    private func original(
      _ position: Int
    ) throws -> (picture: DecodedPicture, region: ActivationMap.Region) {
      if let encoded { return try encoded.original(position) }
      guard case .pictures(let store) = samples.samples else {
        preconditionFailure("foregrounds of features")
      }
      let picture = try store.picture(at: position)
      return (picture, ActivationMap.Region(picture.size))
    }
  }
}
