import Foundation
import TestSupport
import Testing

/// Figures that Fixtures/Calibration/command_metrics.py printed with torchmetrics 1.9.0, netcal 1.4.0,
/// scikit-learn 1.9.1 and NumPy, on outputs of real networks.
struct RealMetricsTests {
  private static let data = ProcessInfo.processInfo.environment["LONGTAIL_DATA"].map {
    $0 + "/calibration"
  }
  private static var isThere: Bool {
    data.map(FileManager.default.fileExists(atPath:)) ?? false
  }
  private static let hint: Comment = "LONGTAIL_DATA does not name a folder with calibration data"

  private func figures(_ arguments: [String], in folder: TemporaryFolder) throws
    -> [String: Double]
  {
    let outcome = try LongTailProcess.run(
      ["metrics", "--format", "json"] + arguments, in: folder.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    return object.compactMapValues { $0 as? Double }
  }

  private func expect(
    _ found: [String: Double], _ expected: [String: Double], within tolerance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (name, value) in expected {
      #expect(
        abs((found[name] ?? .nan) - value) < tolerance, "\(name): \(found[name] ?? .nan)",
        sourceLocation: sourceLocation)
    }
  }

  @Test(.enabled(if: isThere, hint))
  func `compatibility modes print what the other programs print`() throws {
    let folder = try TemporaryFolder()
    let network = (Self.data ?? "") + "/cifar10-netcal"
    let input = [
      "--probabilities", network + "/wideresnet-16-4_test_probs.npy", "--labels",
      network + "/test_labels.npy",
    ]
    // All three take sums in single precision.
    expect(
      try figures(input + ["--compatibility", "torchmetrics"], in: folder),
      [
        "ece": 0.05372077599167824, "ece_l2": 0.07778624445199966, "mce": 0.26238924264907837,
      ], within: 2e-8)
    expect(
      try figures(input + ["--compatibility", "torchmetrics", "--norm", "l2"], in: folder),
      ["ece": 0.07778624445199966], within: 2e-8)
    expect(
      try figures(input + ["--compatibility", "netcal"], in: folder),
      ["ece": 0.05371626598834996, "mce": 0.26238924264907837], within: 1e-7)
  }

  @Test(.enabled(if: isThere, hint))
  func `figures and their re-weighting agree with NumPy and scikit-learn`() throws {
    let folder = try TemporaryFolder()
    let input = ["--predictions", (Self.data ?? "") + "/cifar10-lt-if10/test"]
    expect(
      try figures(input, in: folder),
      [
        "accuracy": 0.861, "ece": 0.08398418709866948, "classwise_ece": 0.01931649613928579,
        "nll": 0.5878921006181931, "brier": 0.22360347810414263, "auroc": 0.8745920336901232,
      ], within: 1e-9)
    let counts = try folder.file(
      "counts.json", Data("[4000, 3000, 2000, 1500, 1000, 800, 600, 500, 450, 400]".utf8))
    expect(
      try figures(
        input + ["--class-counts", counts, "--test-prior", "backward-50"], in: folder),
      [
        "accuracy": 0.8286112473618492, "ece": 0.10997094248210759,
        "classwise_ece": 0.03063748803208928, "nll": 0.7685068244653203,
        "brier": 0.28055707615434755, "auroc": 0.8458210990925749,
      ], within: 1e-9)
  }
}
