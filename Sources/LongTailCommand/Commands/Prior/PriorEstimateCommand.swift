import ArgumentParser
import Calibration

/// `longtail prior estimate`
struct PriorEstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Estimate the class shares of rows without labels, with intervals.",
    discussion: """
      Probabilities are calibrated first: with a calibrator that is given, or one that is fitted to the
      validation predictions (bcts; temperature where a class has fewer than 10 of them). The file that
      --output writes can be given wherever a class prior is read.

      Examples:
        longtail prior estimate --validation DIR --logits unlabelled.npy --output prior.json
        longtail prior estimate --validation DIR --calibrator calibrator.json --logits unlabelled.npy
        longtail prior estimate --validation DIR --logits monday.npy --state world.safetensors \\
          --fail-if "last_shift_p<0.01"
      """)

  @OptionGroup var rows: PriorRowOptions

  @OptionGroup(title: "Estimate") var options: PriorOptions

  @OptionGroup(title: "Output") var output: PriorOutputOptions

  @OptionGroup var kept: PriorStateOption

  func validate() throws { try rows.check() }

  func run() throws {
    let estimation = try options.estimation()
    try output.check()
    let earlier = try kept.earlier()
    let all = try kept.adding(rows.evidence(), to: earlier)
    Remarks.warn(all.calibrator.warnings)
    let estimate = try estimation.estimate(all)
    try kept.write(all)
    try output.write(estimate, files: rows.files)
  }
}
