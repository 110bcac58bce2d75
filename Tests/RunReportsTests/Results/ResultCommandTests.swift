import Testing

@testable import RunReports

struct ResultCommandTests {
  @Test func `a command is told without folders of the machine and without what changes no figure`()
  {
    let words = [
      "/opt/bin/longtail", "compare", "mislas", "--table", "mislas/cifar", "--data",
      "cifar100:/home/me/cifar100", "--set", "a b=1", "--output", "runs/tables", "--jobs", "4",
      "--export=/home/me/results", "--commit", "abc, changed", "--no-wait", "--quiet",
      "--helper-of", "17", "--scale", "0.1",
    ]
    #expect(
      ResultCommand.text(words)
        == "longtail compare mislas --table mislas/cifar --data cifar100:DIR/cifar100 --set 'a b=1' "
        + "--output runs/tables --scale 0.1")
    #expect(ResultCommand.text([]) == "longtail")
  }
}
