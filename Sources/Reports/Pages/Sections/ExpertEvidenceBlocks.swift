import Calibration

/// How well the experts of a run tell right answers from wrong ones, by their confidence and by their evidence.
struct ExpertEvidenceBlocks {
  let facts: ExpertFacts
  let run: RunFacts

  /// None where the experts' logits are no evidence.
  var blocks: [Block] {
    guard let evidence = facts.evidence else { return [] }
    let columns = [
      Table.Column("AUROC", note: "confidence"), Table.Column("AUROC", note: "evidence"),
      Table.Column("AURC", note: "confidence"), Table.Column("AURC", note: "evidence"),
      Table.Column("unsure", note: "mean"),
    ]
    return [
      .heading("How well each expert tells right answers from wrong ones"),
      .table(
        Table(
          label: "Ranking of the answers of \(run.name) by confidence and by evidence",
          columns: [Table.Column("expert", isNumber: false)] + columns,
          rows: zip(facts.members, evidence.experts + [evidence.ensemble]).enumerated().map {
            place, entry in
            let (member, found) = entry
            let values = [
              found.byConfidence.areaUnderROC, found.byUncertainty.areaUnderROC,
              found.byConfidence.areaUnderRiskCoverage, found.byUncertainty.areaUnderRiskCoverage,
              found.meanUncertainty,
            ]
            return Table.Row(
              cells: [Table.Cell(member.name, stamps: run.stamps.warnings, isHead: true)]
                + values.map { Table.Cell(Numerals.fixed($0, digits: 3)) },
              opensGroup: place == facts.experts.count)
          })),
      .remark(
        "By confidence, the largest probability comes first; by evidence, what leaves least unsure: the "
          + "number of classes over the Dirichlet strength of an expert, and for all together what is "
          + "left after their beliefs are combined. AUROC is the chance that a right answer comes before "
          + "a wrong one, AURC the mean share of errors among the answers that come first (Li et al., "
          + "CVPR 2022)."),
    ]
  }
}
