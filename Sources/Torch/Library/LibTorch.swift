import CTorch

/// The LibTorch library that this program runs on.
public enum LibTorch {
  /// Its version, such as "2.13.0".
  public static var version: String { String(cString: ctorch_version()) }

  /// How many tensors this process holds: constant over training steps unless something leaks.
  public static var liveHandles: Int { ctorch_live_handles() }

  /// Lets this process keep the memory of freed tensors for new ones, in place of giving it back to
  /// the system after each step. For programs that train or evaluate; it cannot be undone.
  public static func keepFreedMemory() { ctorch_keep_freed_memory() }

  /// Gives what this process kept of freed tensors back to the system: for the end of a phase after which others follow that
  /// need other sizes. Does nothing where the system's allocator knows no such thing.
  public static func releaseFreedMemory() { ctorch_release_freed_memory() }

  /// Lets all threads take from what any of them freed, in place of each keeping memory of its own. For programs that compute
  /// no tensors; to be called before there are other threads. Does nothing where the system's allocator knows no such thing.
  public static func shareFreedMemory() { ctorch_share_freed_memory() }

  /// Gives back the pages of code that loading the library touched, some tens of megabytes; what is needed comes back from the
  /// file by itself. Does nothing but on Linux.
  public static func releaseCodeOfStart() { ctorch_release_code_of_start() }
}

/// How many CPU threads an operation may use.
public var threadCount: Int { ctorch_thread_count() }

/// Sets how many CPU threads an operation may use. Results are bit-identical only for equal counts.
public func setThreadCount(_ count: Int) {
  precondition(count > 0, "\(count) threads")
  mustSucceed { ctorch_set_thread_count(count) }
}
