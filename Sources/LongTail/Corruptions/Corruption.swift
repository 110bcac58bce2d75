/// One of the corruptions that robustness to common damage is measured with (Hendrycks & Dietterich, "Benchmarking neural
/// network robustness to common corruptions and perturbations", ICLR 2019), at five severities.
///
/// Adding one takes a new file and a line in ``Corruptions``.
protocol Corruption: Sendable {
  /// The name of its published file without `.npy`, such as `gaussian_noise`.
  static var name: String { get }

  /// What becomes of one picture.
  /// - Parameters:
  ///   - picture: red, green and blue; ``Corruptions/smallestSide`` pixels or more on both sides.
  ///   - severity: 1 … 5.
  ///   - draws: where random numbers come from, in the order in which the authors' program draws them.
  /// - Returns: a picture of the same size.
  /// - Throws: `FileProblem` with the words of a library that failed.
  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) throws -> DecodedPicture
}

/// The strengths of the corruptions, of which two sets are published.
public enum CorruptionParameters: String, Sendable, Codable, CaseIterable {
  /// Of CIFAR-10-C, for pictures of 32×32.
  case cifar
  /// Of ImageNet-C, for pictures of 224×224.
  case imagenet

  /// The strengths of the severities 1 … 5 of one of the sets.
  func choose<Strength>(cifar: [Strength], imagenet: [Strength]) -> [Strength] {
    let chosen = self == .cifar ? cifar : imagenet
    precondition(chosen.count == Corruptions.severities.count, "\(chosen.count) strengths")
    return chosen
  }
}

extension Array {
  /// The strength of a severity, which count from 1.
  subscript(severity severity: Int) -> Element {
    precondition(1...count ~= severity, "severity \(severity) of \(count)")
    return self[severity - 1]
  }
}
