import ArrayFiles
import Foundation

/// That this process carries out a run, and no other one on any machine which sees the folder.
///
/// The claim is a file `.claim-N` in the run's folder; the highest number counts. Its process writes a new beat into it
/// now and then. Where that stops for long, the next process makes the file of the number after it, which only one
/// can. Nobody's clock is compared with another's: whether a file changes is watched for by the time of the one who watches.
final class RunClaim: @unchecked Sendable {
  // Unchecked: `condition` guards every variable below.
  private let condition = NSCondition()
  private var file: ClaimFile
  private var isOver = false
  private var wasTaken = false

  private let folder: String
  private let number: Int

  /// How long things take, in seconds.
  struct Timing {
    /// Between two signs of life.
    var beat = 10.0
    /// Without a sign of life, after which a process is taken for dead.
    var patience = 90.0
  }

  /// Claims a run that nobody has, who is alive.
  /// - Parameters:
  ///   - folder: of the run; made when it is not there.
  ///   - watch: has seen the run's claims before, so that it knows how long they have not changed.
  ///   - timing: how long things take.
  /// - Returns: `nil` when another process has it.
  /// - Throws: `FileProblem` where the folder cannot be written to.
  static func take(
    _ folder: String, watch: inout ClaimWatch, timing: Timing = Timing()
  ) throws -> RunClaim? {
    try Folder.make(folder)
    let last = numbers(in: folder).max()
    if let last {
      let file = ClaimFile.read(path(last, in: folder))
      let isFree = file.map { $0.isReleased || $0.isDead } ?? false
      let isStale = watch.seconds(since: file, number: last, in: folder) >= timing.patience
      guard isFree || isStale else { return nil }
    }
    let number = (last ?? 0) + 1
    let file = ClaimFile()
    guard try file.create(path(number, in: folder)) else { return nil }
    for former in numbers(in: folder) where former < number { unlink(path(former, in: folder)) }
    return RunClaim(folder, number, file, timing)
  }

  private init(_ folder: String, _ number: Int, _ file: ClaimFile, _ timing: Timing) {
    self.folder = folder
    self.number = number
    self.file = file
    // It ends when the claim is released.
    let thread = Thread { [self] in while beat(after: timing.beat) {} }
    thread.name = "claim"
    thread.start()
  }

  /// Whether another process has taken the run over, because this one gave no sign of life for so long.
  var isLost: Bool { condition.withLock { wasTaken } }

  /// Gives the run up, be it finished or not.
  /// - Parameter isFinished: whether it needs no claim any more.
  func release(isFinished: Bool) {
    condition.withLock {
      guard !isOver else { return }
      isOver = true
      condition.broadcast()
      guard !wasTaken else { return }
      let path = Self.path(number, in: folder)
      file.isReleased = true
      // What cannot be written is taken over after a while.
      if isFinished { unlink(path) } else { try? file.write(path) }
      // A run that has not begun leaves nothing behind.
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      if names == [Self.name(number)] {
        unlink(path)
        rmdir(folder)
      }
    }
  }

  /// Gives a sign of life after a while.
  /// - Returns: whether there is to be another one.
  private func beat(after seconds: Double) -> Bool {
    condition.withLock {
      let next = Date().addingTimeInterval(seconds)
      while !isOver, condition.wait(until: next) {}
      guard !isOver else { return false }
      if Self.numbers(in: folder).contains(where: { $0 > number }) {
        wasTaken = true
        return false
      }
      file.beat += 1
      // A disk that is full for a while is no end; the others' patience is.
      try? file.write(Self.path(number, in: folder))
      return true
    }
  }

  private static func name(_ number: Int) -> String { ".claim-\(number)" }

  private static func path(_ number: Int, in folder: String) -> String {
    folder + "/" + name(number)
  }

  private static func numbers(in folder: String) -> [Int] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).compactMap {
      $0.hasPrefix(".claim-") ? Int($0.dropFirst(".claim-".count)) : nil
    }
  }
}

/// What was seen of other processes' claims, and when it last changed.
struct ClaimWatch {
  private struct Sight {
    let number: Int
    let file: ClaimFile?
    let since: Double
  }

  private var sights: [String: Sight] = [:]
  /// Seconds of a clock that nobody sets.
  private let now: () -> Double

  init(now: @escaping () -> Double = { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }) {
    self.now = now
  }

  /// How long a claim has looked as it does now; 0 when it is seen for the first time.
  mutating func seconds(since file: ClaimFile?, number: Int, in folder: String) -> Double {
    if let sight = sights[folder], sight.number == number, sight.file == file {
      return now() - sight.since
    }
    sights[folder] = Sight(number: number, file: file, since: now())
    return 0
  }
}
