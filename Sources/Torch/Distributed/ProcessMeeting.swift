/// Where the processes of a group meet, and which of them this one is.
public struct ProcessMeeting: Sendable, Equatable {
  /// Name or address of the machine that holds the store at which they meet.
  public var host: String
  /// The store's port.
  public var port: Int
  /// This process, 0 ..< `size`.
  public var rank: Int
  /// How many processes there are, ≥ 1.
  public var size: Int
  /// Whether this process opens the store; `false` where a launcher has done so, or another rank does.
  public var opensStore: Bool
  /// Name or address by which the others reach this machine; when `nil`, the address from which this machine sends to the
  /// host, or what its host name means where there is none.
  public var ownHost: String?
  /// The network interface, such as `eth0`, by which they reach it, where no host is given.
  public var ownInterface: String?
  /// Put before all keys in the store, for stores that others use too.
  public var prefix: String
  /// Longest time to wait for all to come, in seconds.
  public var meetingLimit: Double
  /// Longest time that a collective operation waits for the others, in seconds. ``ProcessGroup/barrier()`` has no limit.
  public var operationLimit: Double
  /// Longest time, in seconds, that a process may give no sign of life, stopped or cut off, before all others end with a
  /// message that names it; 0 for no limit. One that works has nothing to fear, however long it takes.
  public var silenceLimit: Double

  public init(
    host: String, port: Int, rank: Int, size: Int, opensStore: Bool? = nil, ownHost: String? = nil,
    ownInterface: String? = nil,
    prefix: String = "longtail/",
    meetingLimit: Double = 300, operationLimit: Double = 1800,
    silenceLimit: Double = 60
  ) {
    self.host = host
    self.port = port
    self.rank = rank
    self.size = size
    self.opensStore = opensStore ?? (rank == 0)
    self.ownHost = ownHost
    self.ownInterface = ownInterface
    self.prefix = prefix
    self.meetingLimit = meetingLimit
    self.operationLimit = operationLimit
    self.silenceLimit = silenceLimit
  }
}
