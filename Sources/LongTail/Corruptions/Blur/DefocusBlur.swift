/// Each point becomes a disk.
struct DefocusBlur: Corruption {
  static let name = "defocus_blur"
  private let kernels: [DiskKernel]

  init(_ parameters: CorruptionParameters) {
    let disks: [(radius: Double, smoothing: Double)] = parameters.choose(
      cifar: [(0.3, 0.4), (0.4, 0.5), (0.5, 0.6), (1, 0.2), (1.5, 0.1)],
      imagenet: [(3, 0.1), (4, 0.5), (6, 0.5), (8, 0.5), (10, 0.5)])
    kernels = disks.map { DiskKernel(radius: $0.radius, smoothing: $0.smoothing) }
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    kernels[severity: severity].applied(to: FloatPicture(picture)).bytes
  }
}
