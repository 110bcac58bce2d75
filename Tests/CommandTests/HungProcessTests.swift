#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  /// One of several processes stands still: the others do not wait for it for ever.
  struct HungProcessTests {
    /// Starts two processes that train, stops one of them for good, and waits for the end.
    private static let script = """
      "$0" "$@" & launcher=$!
      while [ ! -s "$RUN/log.jsonl" ]; do kill -0 $launcher || exit 99; sleep 0.05; done
      for process in /proc/[0-9]*; do
        tr '\\0' '\\n' < "$process/environ" 2> /dev/null | grep -qx "RANK=$STOPPED" || continue
        tr '\\0' '\\n' < "$process/cmdline" | grep -qx "$RUN" && kill -STOP "${process#/proc/}"
      done
      date +%s > stopped
      wait $launcher; code=$?
      date +%s > ended
      exit $code
      """

    @Test(arguments: [0, 1])
    func `a stopped process is named, all end, and the run goes on to the same end`(
      rank: Int
    ) throws {
      let folder = try TemporaryFolder()
      let run = "hung-\(UUID().uuidString)"
      let several = ["--processes", "2", "--process-timeout", "5"]
      try SmallRun.train("reference", in: folder, epochs: 60, extra: several)
      let outcome = try RunningProcess(
        script: "export RUN=\(run) STOPPED=\(rank)\n" + Self.script,
        SmallRun.arguments(output: run, epochs: 60, extra: several), in: folder.path
      ).outcome()
      #expect(outcome.code == 1, "\(outcome.errors)")
      let words = "error: rank \(rank) of 2"
      #expect(
        outcome.errors.contains(words) && outcome.errors.contains("has not answered for 5 seconds"),
        "\(outcome.errors)")
      func time(_ name: String) throws -> Double {
        let text = try String(contentsOfFile: folder(name), encoding: .utf8)
        return try #require(Double(text.dropLast()))
      }
      #expect(try time("ended") - time("stopped") <= 5 + 30)
      try SmallRun.train(run, in: folder, epochs: 60, extra: several + ["--resume"])
      try SmallRun.expectEqual(folder(run), try SmallRun.result(folder("reference")), "resumed:")
    }
  }
#endif
