/// How far the experts of a run are from the class priors that they were trained for.
struct ExpertPriorBlocks {
  let facts: ExpertFacts
  let run: RunFacts

  /// None where the loss gives the experts no priors of their own.
  var blocks: [Block] {
    guard let marginals = facts.expectedMarginals else { return [] }
    let values = marginals.experts + [marginals.ensemble]
    return [
      .heading("How close each expert is to the class frequencies that it was trained for"),
      .table(
        Table(
          label: "Divergence of the experts of \(run.name) from their priors",
          columns: [
            Table.Column("expert", isNumber: false),
            Table.Column("divergence", note: "nats"),
          ],
          rows: zip(facts.members, values).enumerated().map { place, entry in
            Table.Row(
              cells: [
                Table.Cell(entry.0.name, stamps: run.stamps.warnings, isHead: true),
                Table.Cell(Numerals.fixed(entry.1, digits: 4)),
              ], opensGroup: place == facts.experts.count)
          })),
      .remark(
        "Each expert is trained for class frequencies of its own, its prior, and the ensemble for the "
          + "product of all. The divergence KL(prior ∥ average prediction), with every class of the test "
          + "set counting the same, says how far the average prediction is from that: 0 when they agree, "
          + "as they do for calibrated experts. Where it is large, the bias of the experts does not "
          + "cancel as it is meant to, and a correction to a known class prior begins from a wrong one "
          + "(Aimar et al., CVPR 2023, Figure 3)."),
    ]
  }
}
