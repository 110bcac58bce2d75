import Foundation

/// The three streams that a process begins with, at the level of the system.
enum StandardStreams {
  /// Makes sure of them before anything is opened, read or written.
  ///
  /// A stream that was closed would lend its number to the next file that is opened, and results or
  /// warnings would end up in there. `/dev/null` takes its place, opened the wrong way round, so that
  /// using the stream still fails as it does on a closed one.
  static func prepare() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
      guard fcntl(descriptor, F_GETFD) == -1, errno == EBADF else { continue }
      // The lowest free number is taken, which is this one: those below it are open by now.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
    // A pipe that nobody reads then shows as a write that fails: files on the way are cleaned up, and
    // training goes on without its display.
    signal(SIGPIPE, SIG_IGN)
    // Likewise a limit on file sizes: the failed write names the file.
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Writes all of a text.
  /// - Returns: 0, or the `errno` of the write that failed.
  static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        let written = Foundation.write(descriptor, start, rest.count)
        if written >= 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[written...])
          continue
        }
        switch errno {
        case EINTR: continue
        case EAGAIN:
          // Somebody made the pipe non-blocking, and it is full: wait until there is room.
          var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&state, 1, -1)
        default: return errno
        }
      }
      return 0
    }
  }
}
