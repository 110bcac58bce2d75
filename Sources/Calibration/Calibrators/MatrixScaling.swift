/// softmax(W z + b) of least cross-entropy (Guo et al., 2017), kept near temperature scaling unless its
/// samples can tell.
public struct MatrixScaling: MatrixMethod, Equatable {
  public static let name = "matrix"
  public static let summary = "a matrix and offsets on logits, kept near one temperature"
  static let input = LinearInput.logits

  /// ``MatrixPenalty/none`` is the form of the paper, which memorises with many classes;
  /// ``MatrixPenalty/published`` that of Kull et al. (2019).
  public var penalty = MatrixPenalty.samples
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(penalty: MatrixPenalty) { self.penalty = penalty }
}
