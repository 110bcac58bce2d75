import Calibration

extension EvidenceReport {
  /// How well each expert and all together tell right answers from wrong ones.
  var table: Table {
    let names = experts.indices.map { "expert \($0 + 1)" } + ["ensemble"]
    return Table(
      header: [
        "expert", "auroc_confidence", "auroc_evidence", "aurc_confidence", "aurc_evidence",
        "uncertainty",
      ],
      rows: zip(names, experts + [ensemble]).map { name, found in
        [
          .text(name), .number(found.byConfidence.areaUnderROC),
          .number(found.byUncertainty.areaUnderROC),
          .number(found.byConfidence.areaUnderRiskCoverage),
          .number(found.byUncertainty.areaUnderRiskCoverage), .number(found.meanUncertainty),
        ]
      })
  }
}
