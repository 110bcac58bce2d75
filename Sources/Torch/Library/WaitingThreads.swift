import Foundation

/// How LibTorch's threads wait for each other between the parts of an operation.
///
/// Its OpenMP library (GNU's, on Linux) by default keeps a processor busy for some milliseconds before a waiting thread
/// goes to sleep. Beside another busy program that takes the time from the very threads that are waited for.
public enum WaitingThreads {
  /// Looks at whether a thread may go on, before it sleeps: some 150 to 500 µs, longer than most waits between the parts of
  /// a step, and far shorter than the time slices by which another program holds up a thread that is waited for.
  public static let looks = 10_000

  /// Environment variables by which a user decides how threads wait.
  static let variables = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"]

  /// The variable to begin a process with; `nil` where the user has decided.
  static func addition(to environment: [String: String]) -> (name: String, value: String)? {
    variables.allSatisfy { environment[$0] == nil } ? ("GOMP_SPINCOUNT", "\(looks)") : nil
  }

  /// Makes waiting threads go to sleep soon, for the whole of this process.
  ///
  /// The library reads its settings once, while it is loaded and before the first line of a program. So this starts the
  /// program again, in place of itself: the same process, arguments, streams and working folder, with `GOMP_SPINCOUNT` in
  /// its environment. Call it first of all in `main`, before a file is opened or a thread started. It returns at once where
  /// `OMP_WAIT_POLICY` or `GOMP_SPINCOUNT` is set, which it is the second time, and on other systems than Linux. A
  /// program that must not be started again is begun with one of these variables instead.
  public static func sleepSoon() {
    #if os(Linux)
      guard let (name, value) = addition(to: ProcessInfo.processInfo.environment) else { return }
      guard setenv(name, value, 0) == 0 else { return }
      // By its own name, which lists of processes then show.
      var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      if readlink("/proc/self/exe", &path, Int(PATH_MAX)) > 0 {
        execv(path, CommandLine.unsafeArgv)
      }
      // A file that was replaced in the meantime is still to be had by its link.
      execv("/proc/self/exe", CommandLine.unsafeArgv)
      // Where even that is refused, the program goes on as it is.
      unsetenv(name)
    #endif
  }
}
