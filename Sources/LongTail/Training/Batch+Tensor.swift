import Torch

extension Batch {
  /// The samples in all views, on a device.
  func stream(on device: Device) -> StreamBatch {
    StreamBatch(
      views: tensors(on: device), labels: Tensor(labels, device: device), positions: positions)
  }

  /// Each view as a tensor.
  func tensors(on device: Device) -> [Tensor] {
    (0..<views).map { tensor(on: device, view: $0) }
  }

  /// The values of a view as a tensor: `[count, channels, height, width]` in channels-last memory, or
  /// `[count, width]`.
  func tensor(on device: Device, view: Int = 0) -> Tensor {
    withValues(ofView: view) { values in
      switch kind {
      case .pictures(let height, let width, let channels):
        Tensor.channelsLast(
          nhwc: values, batch: count, height: height, width: width, channels: channels,
          device: device)
      case .features(let width):
        Tensor(
          bytes: UnsafeRawBufferPointer(values), shape: [count, width], dtype: .float32,
          device: device)
      }
    }
  }
}
