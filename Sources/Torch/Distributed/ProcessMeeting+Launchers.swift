/// What the launchers of the field tell a process: `torchrun`, with or without its agent's store, and Slurm's `srun`.
extension ProcessMeeting {
  /// The meeting that a launcher's environment variables describe; `nil` where no launcher has started this process.
  ///
  /// `RANK`, `WORLD_SIZE`, `MASTER_ADDR` and `MASTER_PORT` are PyTorch's contract; of a step of Slurm, its own
  /// variables do, with the first machine of the step as host and a port that depends on the job.
  /// - Throws: `TorchError` that names a variable which is missing or no number.
  public init?(launchedWith environment: [String: String]) throws(TorchError) {
    if let rank = environment["RANK"] {
      self = try Self.byTorchrun(rank: rank, Variables(environment))
    } else if let rank = environment["SLURM_PROCID"],
      environment["SLURM_STEP_NUM_TASKS"] != nil
    {
      self = try Self.bySlurm(rank: rank, Variables(environment))
    } else {
      // Alone, it would train as if it were the only one.
      if let size = environment["WORLD_SIZE"], size != "1" {
        _ = try Variables(environment).word("RANK")
      }
      return nil
    }
    guard size >= 1 else {
      throw TorchError("the launcher speaks of \(size) processes; 1 or more were expected")
    }
    guard 0..<size ~= rank else {
      throw TorchError("rank \(rank) of \(size) processes; 0 to \(size - 1) are possible")
    }
    ownInterface = environment["GLOO_SOCKET_IFNAME"]
    guard ownInterface == nil else { return }
    if host == "localhost" || host.hasPrefix("127.") {
      ownHost = host
    } else if Self.areAllHere(environment, of: size) {
      ownHost = "localhost"
    }
  }

  /// Whether the launcher says that all processes are on one machine.
  private static func areAllHere(_ environment: [String: String], of size: Int) -> Bool {
    if let here = environment["LOCAL_WORLD_SIZE"] { return Int(here) == size }
    return environment["RANK"] == nil && environment["SLURM_STEP_NUM_NODES"] == "1"
  }

  /// How many processes of the group the launcher has started on this machine.
  public static func processesHere(_ environment: [String: String]) -> Int? {
    let names = ["LOCAL_WORLD_SIZE", "SLURM_NTASKS_PER_NODE"]
    return names.lazy.compactMap { environment[$0].flatMap { Int($0) } }.first
  }

  private static func byTorchrun(
    rank: String, _ variables: Variables
  ) throws(TorchError) -> ProcessMeeting {
    let attempt = variables["TORCHELASTIC_RESTART_COUNT"] ?? "0"
    return ProcessMeeting(
      host: try variables.word("MASTER_ADDR"), port: try variables.number("MASTER_PORT"),
      rank: try variables.number("RANK"), size: try variables.number("WORLD_SIZE"),
      opensStore: variables["TORCHELASTIC_USE_AGENT_STORE"] == "True" ? false : nil,
      prefix: "longtail/\(variables["TORCHELASTIC_RUN_ID"] ?? "run")/\(attempt)/")
  }

  private static func bySlurm(
    rank: String, _ variables: Variables
  ) throws(TorchError) -> ProcessMeeting {
    let job = try variables.number("SLURM_JOB_ID")
    let machines = variables["SLURM_STEP_NODELIST"] ?? variables["SLURM_JOB_NODELIST"] ?? ""
    let named = variables["MASTER_ADDR"] ?? firstMachine(of: machines)
    guard let host = named else {
      throw TorchError(
        "Slurm's list of machines “\(machines)” names none; set MASTER_ADDR to that of rank 0")
    }
    let port =
      variables["MASTER_PORT"] == nil ? 20_000 + job % 20_000 : try variables.number("MASTER_PORT")
    return ProcessMeeting(
      host: host, port: port, rank: try variables.number("SLURM_PROCID"),
      size: try variables.number("SLURM_STEP_NUM_TASKS"))
  }

  /// The first name of a list such as `gpu[03-05,9],login1`.
  static func firstMachine(of list: String) -> String? {
    let name = list.prefix { $0 != "[" && $0 != "," }
    let rest = list.dropFirst(name.count)
    let number = rest.first == "[" ? rest.dropFirst().prefix { $0.isNumber } : ""
    return name.isEmpty ? nil : String(name + number)
  }

  /// Environment variables of a launcher.
  private struct Variables {
    private let all: [String: String]

    init(_ all: [String: String]) { self.all = all }

    subscript(name: String) -> String? { all[name] }

    func word(_ name: String) throws(TorchError) -> String {
      guard let word = all[name], !word.isEmpty else {
        throw TorchError(
          "the launcher's environment variable \(name) is missing; RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT belong together"
        )
      }
      return word
    }

    func number(_ name: String) throws(TorchError) -> Int {
      let word = try word(name)
      guard let number = Int(word) else {
        throw TorchError(
          "the launcher's environment variable \(name) is “\(word)”; a whole number was expected")
      }
      return number
    }
  }
}
