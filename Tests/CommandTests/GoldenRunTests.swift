import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Refactoring changes no result: a short run of every method ends with the weights and predictions that
/// were recorded, bit for bit, on the same kind of processor with the same LibTorch.
///
/// `LONGTAIL_RECORD_GOLDEN=1 make test` writes the file anew; a change of it belongs into the CHANGELOG with
/// its reason.
@Suite(
  .serialized,
  .enabled(
    if: GoldenRuns.records || GoldenRuns.ofThisMachine != nil,
    "no golden runs are recorded for this processor, LibTorch and build (Tests/Fixtures/golden-runs.json)"
  ))
struct GoldenRunTests {
  static let methods = [
    "cross-entropy", "mixup", "balanced-softmax", "logit-adjustment", "crt", "lws", "tau-norm",
    "ncm",
    "mislas", "balpoe", "shike", "ride", "bbn", "focal", "class-balanced-focal", "ldam", "ldam-drw",
    "drw", "remix", "cmo", "lade", "pc-softmax", "gcl", "weight-balancing", "disalign",
    "range-loss", "los", "reslt", "bcl", "paco", "gpaco", "proco", "ncl", "mdcs", "sade",
    "dirmixe", "glmc", "sure", "balms", "oltr", "lfme",
    "rsg", "ssd", "ace", "cc-sam", "cam",
  ]

  /// Those that cannot run without a file of trained weights, or without classes of 20 samples, and one whose rate is too high
  /// without a warm-up.
  private static let withoutRuns = ["lift", "lift-plus", "fslwf", "tlc"]

  private static let unrecorded = GoldenRuns.records ? [] : GoldenRuns.unrecorded(of: methods)
  /// All where they are being recorded.
  private static let recordedMethods =
    GoldenRuns.records
    ? methods : methods.filter { !unrecorded.contains($0) }

  @Test func `every method has a golden run`() {
    #expect(Set(Self.methods + Self.withoutRuns) == Set(Methods.names))
  }

  /// Is skipped, with their names, where this processor has no record of some.
  @Test(
    .enabled(
      if: !GoldenRuns.records && unrecorded.isEmpty,
      "not recorded for this processor: \(unrecorded)"))
  func `this processor's records are of the methods there are`() {
    #expect(Set((GoldenRuns.ofThisMachine ?? [:]).keys) == Set(Self.methods))
  }

  @Test(arguments: recordedMethods)
  func `a short run ends with the recorded weights and predictions`(method: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try LongTailProcess.run(
      [
        "train", method, "--data", "synthetic:classes=5,per-class=30,test=10,size=32",
        "--imbalance-factor", "5", "--epochs", "2", "--set", "batchSize=32", "--threads", "1",
        "--device", "cpu", "--quiet", "--output", "run",
      ], in: folder.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    let found = GoldenRuns.Digests(
      weights: try ContentDigest.ofFile(folder("run/checkpoints/last/model.safetensors")),
      predictions: try ContentDigest.ofFile(folder("run/predictions/test/logits.npy")))
    if GoldenRuns.records {
      try GoldenRuns.record(found, of: method)
    } else {
      #expect(found == GoldenRuns.ofThisMachine?[method])
    }
  }
}

/// `Tests/Fixtures/golden-runs.json`: by machine, then by method.
private enum GoldenRuns {
  /// SHA-256 in hexadecimal of what a run ends with.
  struct Digests: Codable, Equatable {
    var weights: String
    var predictions: String
  }

  static let records = ProcessInfo.processInfo.environment["LONGTAIL_RECORD_GOLDEN"] == "1"
  static let ofThisMachine = (try? all())?[machine]

  /// The methods that this machine has no digests of.
  static func unrecorded(of methods: [String]) -> [String] {
    methods.filter { ofThisMachine?[$0] == nil }
  }

  private static let file = fixtureFile("golden-runs.json")

  private static func all() throws -> [String: [String: Digests]] {
    guard FileManager.default.fileExists(atPath: file.path) else { return [:] }
    return try JSONDecoder().decode(
      [String: [String: Digests]].self, from: Data(contentsOf: file))
  }

  static func record(_ digests: Digests, of method: String) throws {
    var all = try all()
    all[machine, default: [:]][method] = digests
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try (encoder.encode(all) + Data("\n".utf8)).write(to: file)
  }

  /// The vendor and the vector instructions, by which LibTorch chooses its kernels; its version; the build.
  private static let machine: String = {
    let lines =
      (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
      .split(separator: "\n") ?? []
    func value(_ name: String) -> String {
      let line = lines.first { $0.hasPrefix(name) }
      return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? ""
    }
    let flags = Set(value("flags").split(separator: " "))
    let known = ["avx2", "fma", "avx512f", "avx512bw", "avx512vl", "avx512_bf16", "amx_tile"]
    #if DEBUG
      let build = "debug"
    #else
      let build = "release"
    #endif
    return
      ([value("vendor_id")] + known.filter { flags.contains(Substring($0)) }
      + ["LibTorch \(LibTorch.version)", build]).joined(separator: " ")
  }()
}
