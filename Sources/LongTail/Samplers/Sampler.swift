/// Which samples an epoch shows, and in which order. Its stored properties are its settings.
///
/// The order is a pure function of labels, seed and epoch: an epoch can be repeated, skipped to, or
/// computed on every machine of a cluster alike. No state passes from one epoch to the next.
public protocol Sampler: CatalogItem {
  /// The positions to show, in order.
  /// - Parameters:
  ///   - labels: class of each sample, each in `0 ..< classes`; every class has a sample.
  ///   - classes: number of classes.
  ///   - seed: seed of the stage.
  ///   - epoch: which epoch of the stage, from 0.
  ///   - epochs: how many epochs there will be; some samplers change over them.
  /// - Returns: positions in `labels`.
  func order(labels: [Int], classes: Int, seed: UInt64, epoch: Int, epochs: Int) -> [Int]
  /// q: a class of n samples is shown ∝ n^q times, in the last epoch where that changes; 1 as often as there
  /// are samples of it, 0 all classes equally often. A softmax learns that class prior.
  var priorExponent: Double { get }
}

extension Sampler {
  public var priorExponent: Double { 1 }
}
