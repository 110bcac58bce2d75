import TestSupport
import Testing

@testable import Torch

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

  @Test func `a group without a rank is no process alone`() throws {
    #expect(try ProcessMeeting(launchedWith: ["WORLD_SIZE": "1"]) == nil)
    for (environment, words) in [
      (["WORLD_SIZE": "2", "MASTER_ADDR": "gpu01", "MASTER_PORT": "29400"], "RANK is missing"),
      (["WORLD_SIZE": "two"], "RANK is missing"),
      (torchrun.merging(["RANK": "-1", "WORLD_SIZE": "-2"]) { $1 }, "-2 processes; 1 or more"),
    ] {
      let error = #expect(throws: TorchError.self) {
        _ = try ProcessMeeting(launchedWith: environment)
      }
      #expect("\(try #require(error))".contains(words))
    }
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

  @Test
  func
    `processes of one machine meet at its loopback, those of several at an address that others reach`()
    throws
  {
    #expect(try #require(try ProcessMeeting(launchedWith: torchrun)).ownHost == nil)
    let here = ["LOCAL_WORLD_SIZE": "4"]
    let one = try ProcessMeeting(launchedWith: torchrun.merging(here) { $1 })
    #expect(try #require(one).ownHost == "localhost")
    let named = ["GLOO_SOCKET_IFNAME": "eth1"].merging(here) { $1 }
    let chosen = try #require(
      try ProcessMeeting(launchedWith: torchrun.merging(named) { $1 }))
    #expect(chosen.ownHost == nil && chosen.ownInterface == "eth1")
    var step = [
      "SLURM_PROCID": "1", "SLURM_STEP_NUM_TASKS": "8", "SLURM_JOB_ID": "41234",
      "SLURM_STEP_NODELIST": "gpu[1-2]", "SLURM_STEP_NUM_NODES": "2",
    ]
    #expect(try #require(try ProcessMeeting(launchedWith: step)).ownHost == nil)
    step["SLURM_STEP_NUM_NODES"] = "1"
    #expect(try #require(try ProcessMeeting(launchedWith: step)).ownHost == "localhost")
  }

  @Test func `the loopback is no address for others`() {
    for host in ["127.0.0.1", "localhost"] {
      let address = ProcessMeeting.ownAddress(towards: host, port: 29_500)
      #expect(address?.hasPrefix("127.") != true && address != "::1", "\(address ?? "")")
    }
    #expect(ProcessMeeting.ownAddress(towards: "no-such-machine.invalid", port: 29_500) == nil)
  }

  @Test func `a group meets at the address that the route tells`() throws {
    // A machine without a network has but its loopback.
    let host = ProcessMeeting.ownAddress(towards: "127.0.0.1", port: 29_500) ?? "127.0.0.1"
    #expect(ProcessMeeting.ownAddress(towards: host, port: 29_500) ?? host == host)
    let port = try ProcessMeeting.freePort()
    let sums = try ranks(2) { rank in
      try ProcessGroup(
        ProcessMeeting(
          host: host, port: port, rank: rank, size: 2, meetingLimit: 30, operationLimit: 30)
      ).sum(Tensor([Float(rank + 1)])).floats
    }
    #expect(sums == [[3], [3]])
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
