import Reports
import Testing

@Test func `fields that need it are quoted`() {
  let csv = CSV(
    header: ["a", "b"],
    rows: [["plain", "with, comma"], ["say \"hi\"", "two\nlines"], ["", "ü"]])
  #expect(
    csv.text == "a,b\nplain,\"with, comma\"\n\"say \"\"hi\"\"\",\"two\nlines\"\n,ü\n")
}

@Test func `there is a row for each run, evaluation and class`() {
  let report = Samples.report(classes: 3, runs: 2)
  let lines = report.classCSV().split(separator: "\n")
  #expect(lines.count == 1 + 2 * 2 * 3)
  #expect(
    lines[0]
      == "run,calibrator,class,name,group,training_images,test_images,correct,accuracy,predicted,"
      + "precision,mean_confidence")
  #expect(lines[1] == "run 0,none,0,class 0,many,500,10,6,0.600000,10,0.600000,0.720000")
}

@Test func `what is not known of a class is an empty field`() {
  var report = Samples.report(classes: 3)
  report.runs[0].evaluations[0].classes[2] = ClassScores(samples: 0, correct: 0)
  let lines = report.classCSV().split(separator: "\n")
  #expect(lines[3].hasSuffix(",0,0,,,,"))
}
