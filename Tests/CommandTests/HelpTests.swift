import Testing

struct HelpTests {
  @Test(arguments: [
    [], ["train"], ["evaluate"], ["predict"], ["report"], ["data"], ["data", "describe"],
    ["data", "export"], ["data", "pack"], ["data", "augment"], ["list"], ["checkpoint"],
    ["checkpoint", "list"],
    ["checkpoint", "convert"], ["doctor"], ["calibrate"], ["calibrate", "fit"],
    ["calibrate", "apply"], ["calibrate", "compare"], ["calibrate", "export"],
    ["sets"], ["sets", "fit"], ["sets", "apply"], ["sets", "compare"], ["sets", "abstain"],
    ["sets", "export"], ["prior"], ["prior", "estimate"], ["prior", "merge"],
  ])
  func `every verb explains itself with an example`(verb: [String]) throws {
    let outcome = try LongTailProcess.run(verb + ["--help"], in: "/")
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("Example"), "\(outcome.output)")
    #expect(outcome.output.contains((["longtail"] + verb).joined(separator: " ")))
    #expect(outcome.errors.isEmpty)
  }

  @Test func `a verb or an option that is not there is wrong usage`() throws {
    for arguments in [["trian"], ["train", "mixup", "--dta", "x"], ["list", "nothing"]] {
      let outcome = try LongTailProcess.run(arguments, in: "/")
      #expect(outcome.code == 2, "\(arguments): \(outcome.errors)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("Error: "))
    }
  }
}
