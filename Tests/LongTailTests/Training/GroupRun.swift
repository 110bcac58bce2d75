import ArrayFiles
import LongTail
import TestSupport
import Testing
import Torch

/// Small runs by several processes, each a thread here.
enum GroupRun {
  static func group(_ rank: Int, of size: Int, port: Int) throws -> ProcessGroup {
    try ProcessGroup(
      ProcessMeeting(
        host: "127.0.0.1", port: port, rank: rank, size: size, ownHost: "127.0.0.1",
        meetingLimit: 60, operationLimit: 60))
  }

  /// One part of a run, by so many processes, each a thread here; `stop` is asked by the last of them.
  static func carryOut(
    _ recipe: Recipe, in path: String, processes: Int, resuming: Bool = false,
    stoppingAt question: Int = 0
  ) throws -> Bool {
    let port = try ProcessMeeting.freePort()
    let stop = StopAtQuestion(question)
    let finished = try ranks(processes) { rank in
      let group = try processes == 1 ? nil : group(rank, of: processes, port: port)
      let session = try SmallRun.session(
        recipe, in: path, resuming: resuming,
        execution: Execution(
          workers: 1, group: group, shouldStop: { rank == processes - 1 && stop() }))
      do { _ = try session.carryOut() } catch TrainingError.stopped { return false }
      return true
    }
    #expect(Set(finished).count == 1)
    return finished[0]
  }

  static func requireClose(_ path: String, _ other: String, _ what: String) throws {
    let (mine, theirs) = (
      try EpochRecord.readAll(path + "/log.jsonl"), try EpochRecord.readAll(other + "/log.jsonl")
    )
    #expect(mine.count == theirs.count)
    for (a, b) in zip(mine, theirs) {
      #expect(abs(a.loss - b.loss) <= 1e-4 * abs(b.loss), "\(what)")
    }
    let weights = try [path, other].map {
      try SafetensorsFile.read($0 + "/checkpoints/last/model.safetensors").tensors
    }
    #expect(weights[0].map(\.name) == weights[1].map(\.name))
    for (a, b) in zip(weights[0], weights[1]) {
      let (own, single) = (a.array.doubles(), b.array.doubles())
      let difference = zip(own, single).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
      #expect(difference <= 1e-4, "\(a.name) with \(what)")
    }
  }
}
