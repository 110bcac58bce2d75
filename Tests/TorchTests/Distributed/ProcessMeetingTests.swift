import Testing
import Torch

struct ProcessMeetingTests {
  private let torchrun = [
    "RANK": "3", "WORLD_SIZE": "4", "LOCAL_RANK": "1", "LOCAL_WORLD_SIZE": "2",
    "MASTER_ADDR": "gpu01", "MASTER_PORT": "29400",
  ]

  @Test func `without a launcher there is no meeting`() throws {
    #expect(try ProcessMeeting(launchedWith: [:]) == nil)
    // A batch script of Slurm is one process, whatever the job asked for.
    let script = ["SLURM_PROCID": "0", "SLURM_NTASKS": "4", "SLURM_JOB_ID": "7"]
    #expect(try ProcessMeeting(launchedWith: script) == nil)
  }

  @Test func `torchrun's variables are understood`() throws {
    let meeting = try #require(try ProcessMeeting(launchedWith: torchrun))
    #expect(meeting.host == "gpu01" && meeting.port == 29400)
    #expect(meeting.rank == 3 && meeting.size == 4 && !meeting.opensStore)
    #expect(ProcessMeeting.processesHere(torchrun) == 2)
    var first = torchrun
    first["RANK"] = "0"
    #expect(try #require(try ProcessMeeting(launchedWith: first)).opensStore)
    first["TORCHELASTIC_USE_AGENT_STORE"] = "True"
    first["TORCHELASTIC_RUN_ID"] = "abc"
    first["TORCHELASTIC_RESTART_COUNT"] = "2"
    let agent = try #require(try ProcessMeeting(launchedWith: first))
    #expect(!agent.opensStore && agent.prefix == "longtail/abc/2/")
  }

  @Test(arguments: [
    ("gpu[03-05,9],login1", "gpu03"), ("node7", "node7"), ("a1,b2", "a1"),
    ("rack2-n[11]", "rack2-n11"),
  ])
  func `the first machine of a step of Slurm is the host`(list: String, host: String) throws {
    let environment = [
      "SLURM_PROCID": "1", "SLURM_STEP_NUM_TASKS": "8", "SLURM_JOB_ID": "41234",
      "SLURM_STEP_NODELIST": list,
    ]
    let meeting = try #require(try ProcessMeeting(launchedWith: environment))
    #expect(meeting.host == host && meeting.port == 21_234)
    #expect(meeting.rank == 1 && meeting.size == 8)
  }

  @Test(arguments: ["WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"])
  func `a missing variable is named`(name: String) {
    var environment = torchrun
    environment[name] = nil
    #expect {
      _ = try ProcessMeeting(launchedWith: environment)
    } throws: { "\($0)".contains("\(name) is missing") }
  }

  @Test func `what makes no sense is refused`() {
    for (name, value) in [("RANK", "4"), ("RANK", "-1"), ("WORLD_SIZE", "two")] {
      var environment = torchrun
      environment[name] = value
      #expect(throws: TorchError.self) { _ = try ProcessMeeting(launchedWith: environment) }
    }
  }
}
