/// How well confidence tells right predictions from wrong ones, whatever its scale is.
public struct RankingScores: Sendable, Codable, Equatable {
  /// Area under the ROC curve of "is the prediction right" by confidence, equal confidences counted half;
  /// `nil` when all are right or all are wrong.
  public let areaUnderROC: Double?
  /// Area under the risk–coverage curve: the mean, over the number of answers kept, of the share of wrong
  /// ones among the most confident; equal confidences enter together. `nil` without samples.
  public let areaUnderRiskCoverage: Double?

  /// Of confidences `[samples]`, and whether each answer was right; all samples count the same.
  public init(confidences: [Double], correct: [Bool]) {
    self.init(
      confidences: confidences, correct: correct, weights: nil,
      order: RadixOrder.ascending(confidences))
  }

  /// - Parameters:
  ///   - confidences: `[samples]`
  ///   - correct: `[samples]`, which of them were right.
  ///   - weights: `[samples]`, 0 or more; `nil` when all count the same.
  ///   - order: positions of the samples by ascending confidence.
  init(confidences: [Double], correct: [Bool], weights: [Double]?, order: [Int32]) {
    precondition(
      confidences.count == correct.count,
      "\(confidences.count) confidences, \(correct.count) outcomes")
    var right = 0.0
    var wrong = 0.0
    var pairs = CompensatedSum()
    var ties: [(range: Range<Int>, rate: Double)] = []
    var begin = 0
    while begin < order.count {
      let confidence = confidences[Int(order[begin])]
      var end = begin
      var rightHere = 0.0
      var mass = 0.0
      while end < order.count, confidences[Int(order[end])] == confidence {
        let weight = weights?[Int(order[end])] ?? 1
        mass += weight
        if correct[Int(order[end])] { rightHere += weight }
        end += 1
      }
      // A right answer beats the wrong ones of lower confidence, and half of its equals.
      pairs += rightHere * (wrong + (mass - rightHere) / 2)
      right += rightHere
      wrong += mass - rightHere
      if mass > 0 { ties.append((begin..<end, (mass - rightHere) / mass)) }
      begin = end
    }
    areaUnderROC = right > 0 && wrong > 0 ? pairs.value / (right * wrong) : nil
    var kept = 0.0
    var errors = 0.0
    var area = CompensatedSum()
    for tie in ties.reversed() {
      for place in tie.range {
        let weight = weights?[Int(order[place])] ?? 1
        guard weight > 0 else { continue }
        kept += weight
        errors += weight * tie.rate
        area += weight * errors / kept
      }
    }
    areaUnderRiskCoverage = kept > 0 ? area.value / kept : nil
  }
}
