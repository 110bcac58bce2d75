import Foundation

extension ProcessMeeting {
  /// A port of this machine that nobody listens at now.
  /// - Throws: `TorchError` when the system gives none.
  public static func freePort() throws(TorchError) -> Int {
    let descriptor = socket(AF_INET, streams, 0)
    guard descriptor >= 0 else { throw problem }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let found = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard found else { throw problem }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  private static var streams: Int32 {
    #if canImport(Glibc)
      Int32(SOCK_STREAM.rawValue)
    #else
      SOCK_STREAM
    #endif
  }

  private static var problem: TorchError {
    TorchError("no free port: \(String(cString: strerror(errno)))")
  }
}
