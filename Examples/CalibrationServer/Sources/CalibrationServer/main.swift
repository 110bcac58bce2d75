import Foundation

// CalibrationServer CALIBRATOR.json                       answers lines of {"logits": […]} until its input ends
// CalibrationServer --fit LABELLED.jsonl CALIBRATOR.json  lines of {"logits": […], "label": …}
let arguments = Array(CommandLine.arguments.dropFirst())
do {
  switch arguments.count {
  case 3 where arguments[0] == "--fit":
    try CalibrationService.fit(arguments[1], to: arguments[2])
  case 1:
    let service = try CalibrationService(arguments[0])
    while let line = readLine() {
      print(try service.answer(line))
      fflush(nil)  // Who asks waits for the answer.
    }
  default:
    print("usage: CalibrationServer CALIBRATOR.json, or --fit LABELLED.jsonl CALIBRATOR.json")
    exit(2)
  }
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
