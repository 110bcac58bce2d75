import Torch

extension Batch {
  /// The values as a tensor: `[count, channels, height, width]` in channels-last memory, or `[count, width]`.
  func tensor(on device: Device) -> Tensor {
    withValues { values in
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
