import Foundation
import TestSupport
import Testing

@testable import LongTail

struct SampleDigestTests {
  private func pictures(_ values: [[UInt8]]) -> LabelledSamples {
    LabelledSamples(
      samples: .pictures(
        PictureStore(height: 1, width: 2, channels: 1, pixels: Data(values.flatMap { $0 }))),
      labels: values.map { _ in 0 }, classNames: ["a"], normalization: .unmeasured(channels: 1),
      fingerprint: "")
  }

  @Test func `equal pictures have equal digests wherever they stand`() throws {
    let samples = pictures([[1, 2], [3, 4], [1, 2]])
    let digests = try samples.contentDigests()
    #expect(digests[0] == digests[2])
    #expect(digests[0] != digests[1])
    #expect(try samples.selecting([2, 1]).contentDigests() == [digests[2], digests[1]])
  }

  @Test func `vectors that differ in one number have other digests`() throws {
    let samples = LabelledSamples(
      samples: .features(FeatureStore(width: 2, values: [1, 2, 1, 2.5, 1, 2])), labels: [0, 1, 1],
      classNames: ["a", "b"], normalization: .identity, fingerprint: "")
    let digests = try samples.contentDigests()
    #expect(digests[0] == digests[2])
    #expect(digests[0] != digests[1])
  }

  @Test func `pictures that stay in their files go by name and size`() throws {
    let folder = try TemporaryFolder()
    let first = try folder.file("a.png", Data([1, 2, 3]))
    let second = try folder.file("b.png", Data([1, 2, 3]))
    let store = PictureStore.squared([first, second, first], side: 1)
    let samples = LabelledSamples(
      samples: .pictures(store), labels: [0, 0, 0], classNames: ["a"],
      normalization: .unmeasured(channels: 3), fingerprint: "")
    let before = try samples.contentDigests()
    #expect(before[0] == before[2])
    #expect(before[0] != before[1])
    _ = try folder.file("a.png", Data([1, 2]))
    #expect(try samples.contentDigests()[0] != before[0])
  }
}
