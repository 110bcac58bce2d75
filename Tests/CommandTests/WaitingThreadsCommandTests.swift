import TestSupport
import Testing

/// Commands that compute start themselves again, so that waiting threads sleep soon.
struct WaitingThreadsCommandTests {
  @Test func `started again, a command keeps its arguments, streams and exit code`() throws {
    let folder = try TemporaryFolder()
    let script = """
      "$0" evaluate "no run, * here" --threads 2 > first.out 2> first.err; echo "code $?"
      OMP_WAIT_POLICY=passive "$0" evaluate "no run, * here" --threads 2 > second.out 2> second.err
      echo "code $?"
      cmp first.err second.err && cmp first.out second.out && grep -q 'no run, \\* here' first.err && echo same
      "$0" evaluate none --threads 2 2>&-; echo "code $?"
      """
    let outcome = try LongTailProcess.shell(script, in: folder.path)
    #expect(
      outcome.output.split(separator: "\n")
        == ["code 1", "code 1", "same", "code 1"], "\(outcome.output)")
  }
}
