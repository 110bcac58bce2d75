/// How well confidence tells right predictions from wrong ones, whatever its scale is.
public struct RankingScores: Sendable, Codable, Equatable {
  /// Area under the ROC curve of "is the prediction right" by confidence, equal confidences counted half;
  /// `nil` when all are right or all are wrong.
  public let areaUnderROC: Double?
  /// Area under the risk–coverage curve: the mean, over the number of answers kept, of the share of wrong
  /// ones among the most confident; equal confidences enter together. `nil` without samples.
  public let areaUnderRiskCoverage: Double?

  public init(confidences: [Double], correct: [Bool]) {
    precondition(
      confidences.count == correct.count,
      "\(confidences.count) confidences, \(correct.count) outcomes")
    let order = RadixOrder.ascending(confidences)
    let right = correct.count { $0 }
    let wrong = correct.count - right
    var rankSum = 0.0
    var begin = 0
    var ties: [(count: Int, wrong: Int)] = []
    while begin < order.count {
      var end = begin
      var rightHere = 0
      while end < order.count,
        confidences[Int(order[end])] == confidences[Int(order[begin])]
      {
        rightHere += correct[Int(order[end])] ? 1 : 0
        end += 1
      }
      // Ranks begin + 1 … end share their mean.
      rankSum += Double(rightHere) * (Double(begin + end + 1) / 2)
      ties.append((end - begin, end - begin - rightHere))
      begin = end
    }
    areaUnderROC =
      right > 0 && wrong > 0
      ? (rankSum - Double(right) * Double(right + 1) / 2) / (Double(right) * Double(wrong)) : nil
    var kept = 0.0
    var errors = 0.0
    var area = CompensatedSum()
    for tie in ties.reversed() {
      let rate = Double(tie.wrong) / Double(tie.count)
      for _ in 0..<tie.count {
        kept += 1
        errors += rate
        area += errors / kept
      }
    }
    areaUnderRiskCoverage = kept > 0 ? area.value / kept : nil
  }
}
