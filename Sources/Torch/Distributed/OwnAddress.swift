import Foundation

extension ProcessMeeting {
  /// The numeric address by which other machines reach this one: that from which it sends to a host. Nothing is sent.
  ///
  /// A host's own name often means its loopback there, as in `/etc/hosts` of Debian; then it is the address from which this
  /// machine sends to the rest of the world.
  /// - Parameters:
  ///   - host: name or address of a machine.
  ///   - port: of that machine; any one will do.
  /// - Returns: `nil` where the name is not known, or there is no way to it but the loopback.
  static func ownAddress(towards host: String, port: Int) -> String? {
    guard let address = source(towards: host, port: port) else { return nil }
    guard isLoopback(address) else { return address }
    return source(towards: farAway, port: port).flatMap { isLoopback($0) ? nil : $0 }
  }

  /// An address for documentation (RFC 5737), which nobody has: the default route leads there.
  private static let farAway = "192.0.2.1"

  private static func isLoopback(_ address: String) -> Bool {
    address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.")
  }

  private static func source(towards host: String, port: Int) -> String? {
    var hints = addrinfo()
    hints.ai_socktype = datagrams
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return nil }
    defer { freeaddrinfo(found) }
    var next = found
    while let entry = next {
      if let address = source(towards: entry.pointee) { return address }
      next = entry.pointee.ai_next
    }
    return nil
  }

  private static func source(towards target: addrinfo) -> String? {
    let descriptor = socket(target.ai_family, target.ai_socktype, target.ai_protocol)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // Datagrams have no connection: the system only looks up the way.
    guard connect(descriptor, target.ai_addr, target.ai_addrlen) == 0 else { return nil }
    var own = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let isKnown = withUnsafeMutablePointer(to: &own) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &size) == 0
          && getnameinfo($0, size, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) == 0
      }
    }
    guard isKnown else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static var datagrams: Int32 {
    #if canImport(Glibc)
      Int32(SOCK_DGRAM.rawValue)
    #else
      SOCK_DGRAM
    #endif
  }
}
