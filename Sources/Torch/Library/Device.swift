import CTorch

/// Where a tensor's memory lies and its operations run.
public struct Device: Sendable, Hashable, CustomStringConvertible {
  enum Kind: String {
    case cpu, cuda, mps

    var code: ctorch_device_kind {
      switch self {
      case .cpu: CTORCH_CPU
      case .cuda: CTORCH_CUDA
      case .mps: CTORCH_MPS
      }
    }

    var count: Int { ctorch_device_count(code) }
  }

  let kind: Kind
  let index: Int

  /// The processor and its memory.
  public static let cpu = Device(kind: .cpu, index: 0)
  /// Apple's GPU.
  public static let mps = Device(kind: .mps, index: 0)

  /// An NVIDIA GPU; not checked to be there.
  public static func cuda(_ index: Int = 0) -> Device { Device(kind: .cuda, index: index) }

  private init(kind: Kind, index: Int) {
    self.kind = kind
    self.index = index
  }

  init(_ device: ctorch_device) {
    switch device.kind {
    case CTORCH_CUDA: self = .cuda(device.index)
    case CTORCH_MPS: self = .mps
    default: self = .cpu
    }
  }

  /// The device of that name: `auto` (the first GPU, or else the CPU), `cpu`, `cuda`, `cuda:1`, `mps`.
  ///
  /// - Throws: `TorchError`, naming the devices that are there, for a device that is not or a name
  ///   that is none.
  public init(_ name: String) throws(TorchError) {
    let available = Device.available
    if name == "auto" {
      self = available.first { $0 != .cpu } ?? .cpu
      return
    }
    guard let device = Device(spelled: name), available.contains(device) else {
      let names = available.map(\.description).joined(separator: ", ")
      throw TorchError("there is no device \"\(name)\" here; available: auto, \(names)")
    }
    self = device
  }

  /// Whether a device is called that, be it here or not.
  public static func isName(_ name: String) -> Bool {
    name == "auto" || Device(spelled: name) != nil
  }

  private init?(spelled name: String) {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard let first = parts.first, let kind = Kind(rawValue: String(first)) else { return nil }
    switch parts.count {
    case 1: self.init(kind: kind, index: 0)
    case 2:
      guard kind == .cuda, let index = Int(parts[1]), index >= 0 else { return nil }
      self.init(kind: kind, index: index)
    default: return nil
    }
  }

  /// The devices that this LibTorch can use on this machine, the CPU first.
  public static var available: [Device] {
    [Kind.cpu, .cuda, .mps].flatMap { kind in
      (0..<kind.count).map { Device(kind: kind, index: $0) }
    }
  }

  /// Waits until all work given to this device is done; needed only to measure time.
  public func synchronize() {
    mustSucceed { ctorch_synchronize(code) }
  }

  public var description: String { kind == .cuda ? "cuda:\(index)" : kind.rawValue }

  var code: ctorch_device { ctorch_device(kind: kind.code, index: index) }
}
