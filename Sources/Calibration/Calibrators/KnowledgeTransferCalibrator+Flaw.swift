extension KnowledgeTransferCalibrator {
  /// What no fit gives in the class statistics. They are shown, never calculated with.
  var statisticsFlaw: CalibratorFlaw? {
    CalibratorCheck.number(alpha, 0...1, key: "alpha")
      ?? classesFlaw(headClasses, key: "headClasses")
      ?? classesFlaw(tailClasses, key: "tailClasses")
      // A head class without statistics is infinitely far.
      ?? pairsFlaw(squaredDistances, 0...Double.infinity, key: "squaredDistances")
      ?? pairsFlaw(attention, 0...1 + 1e-9, key: "attention")
      ?? tailWeights.flaw(classes: classes, tailClasses: tailClasses)
      ?? selection?.flaw(classes: classes)
  }

  private func classesFlaw(_ labels: [Int], key: String) -> CalibratorFlaw? {
    labels.firstIndex { !(0..<classes).contains($0) }.map {
      CalibratorFlaw("\(key).\($0)", "\(labels[$0]); a class from 0 to \(classes - 1) was expected")
    }
  }

  /// `[tail, head]`; empty for a tail class without statistics.
  private func pairsFlaw(
    _ rows: [[Double]], _ range: ClosedRange<Double>, key: String
  ) -> CalibratorFlaw? {
    guard rows.count == tailClasses.count else {
      return CalibratorFlaw(key, "\(rows.count) rows for \(tailClasses.count) tail classes")
    }
    for (index, row) in rows.enumerated() {
      guard row.isEmpty || row.count == headClasses.count else {
        return CalibratorFlaw(
          "\(key).\(index)", "\(row.count) numbers for \(headClasses.count) head classes")
      }
      if let flaw = CalibratorCheck.range(row, range, key: "\(key).\(index)") { return flaw }
    }
    return nil
  }
}

extension TailWeights {
  fileprivate func flaw(classes: Int, tailClasses: [Int]) -> CalibratorFlaw? {
    let key = "tailWeights"
    let weights = 0...CalibratorCheck.largest
    guard ofClass.map(\.label) == tailClasses else {
      return CalibratorFlaw(key + ".ofClass", "other classes than tailClasses")
    }
    for (index, one) in ofClass.enumerated() {
      let place = "\(key).ofClass.\(index)"
      for (name, count) in [
        ("samples", one.samples), ("clippedBelow", one.clippedBelow),
        ("clippedAbove", one.clippedAbove),
      ] where count < 0 {
        return CalibratorFlaw("\(place).\(name)", "\(count); 0 or more was expected")
      }
      for (name, value) in [
        ("mean", one.mean), ("smallest", one.smallest), ("largest", one.largest),
      ] {
        guard let value,
          let flaw = CalibratorCheck.number(value, weights, key: "\(place).\(name)")
        else { continue }
        return flaw
      }
    }
    guard edges.count == counts.count + 1 else {
      return CalibratorFlaw(
        key + ".edges", "\(edges.count) edges for \(counts.count) counts; one more was expected")
    }
    if let place = counts.firstIndex(where: { $0 < 0 }) {
      return CalibratorFlaw("\(key).counts.\(place)", "\(counts[place]); 0 or more was expected")
    }
    return CalibratorCheck.range(edges, weights, key: key + ".edges")
      ?? CalibratorCheck.ascending(edges, key: key + ".edges")
  }
}

extension KnowledgeTransferCalibrator.Selection {
  fileprivate func flaw(classes: Int) -> CalibratorFlaw? {
    let key = "selection"
    if let flaw = CalibratorCheck.number(
      gapOfTemperatureScaling, -1...1, key: key + ".gapOfTemperatureScaling")
      ?? CalibratorCheck.number(standardError, 0...1, key: key + ".standardError")
    {
      return flaw
    }
    for (index, one) in candidates.enumerated() {
      let place = "\(key).candidates.\(index)"
      guard (1...classes).contains(one.headClasses) else {
        return CalibratorFlaw(
          place + ".headClasses", "\(one.headClasses); 1 to \(classes) was expected")
      }
      if let flaw = CalibratorCheck.number(one.alpha, 0...1, key: place + ".alpha")
        ?? CalibratorCheck.temperature(one.temperature, key: place + ".temperature")
        ?? CalibratorCheck.number(one.balancedGap, -1...1, key: place + ".balancedGap")
      {
        return flaw
      }
    }
    return nil
  }
}
