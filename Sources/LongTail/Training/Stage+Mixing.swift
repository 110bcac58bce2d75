import Torch

extension Stage {
  /// What the network sees of a step's streams: the objectives' own are left out, and the partners of a mixing go into
  /// the others.
  func mixed(
    _ streams: [StreamBatch], classCounts: [Int], at progress: StageProgress,
    using random: inout CounterBasedGenerator
  ) -> [MixedBatch] {
    let streams = streams.dropLast(furtherStreams)
    guard let mixing = mixing?.mixing else { return streams.map(MixedBatch.init) }
    let context = MixingContext(
      classCounts: classCounts, progress: progress,
      partners: Array(streams.suffix(mixing.partnerStreams)))
    return streams.dropLast(mixing.partnerStreams).map { mixing($0, context, using: &random) }
  }
}
