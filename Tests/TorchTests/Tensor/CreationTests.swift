import ArrayFiles
import Foundation
import Testing
import Torch

struct CreationTests {
  @Test func `arrays become tensors of their type`() {
    #expect(Tensor([1, 2] as [Float]).dtype == .float32)
    #expect(Tensor([1, 2] as [Double]).dtype == .float64)
    #expect(Tensor([1, 2] as [Int]).dtype == .int64)
    #expect(Tensor([1, 2] as [UInt8]).dtype == .uint8)
    expect(Tensor([1.0, 2, 3, 4], shape: [2, 2]), [1, 2, 3, 4], [2, 2])
    expect(Tensor([Double](), shape: [0, 3]), [], [0, 3])
  }

  @Test func `constants fill a shape`() {
    expect(.zeros([2]), [0, 0])
    expect(.ones([2], dtype: .int64), [1, 1])
    expect(.full([1, 2], 1.5, dtype: .float64), [1.5, 1.5], [1, 2])
    expect(.scalar(4), [4], [])
    expect(.arange(4), [0, 1, 2, 3])
    #expect(Tensor.arange(4).dtype == .int64)
    #expect(Tensor.empty([2, 3], dtype: .float16).shape == [2, 3])
  }

  @Test func `images keep the order of their bytes`() {
    let pixels: [Float] = Array(0..<12).map(Float.init)
    let images = pixels.withUnsafeBufferPointer {
      Tensor.channelsLast(nhwc: $0, batch: 1, height: 2, width: 2, channels: 3)
    }
    #expect(images.isChannelsLast)
    #expect(!images.isContiguous)
    expect(images, [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11], [1, 3, 2, 2])
  }

  @Test func `integer types that tensors lack are widened`() {
    func array<T>(_ values: [T], _ type: ElementType) -> NumericArray {
      NumericArray(
        shape: [values.count], elementType: type, bytes: values.withUnsafeBytes { Data($0) })
    }
    let cases: [(NumericArray, DType, [Int])] = [
      (array([-7, 7] as [Int8], .int8), .int32, [-7, 7]),
      (array([-300, 300] as [Int16], .int16), .int32, [-300, 300]),
      (array([65535] as [UInt16], .uint16), .int32, [65535]),
      (array([4_294_967_295] as [UInt32], .uint32), .int64, [4_294_967_295]),
      (array([5, .max] as [UInt64], .uint64), .int64, [5, .max]),
    ]
    for (array, dtype, values) in cases {
      let tensor = Tensor(array)
      #expect(tensor.dtype == dtype)
      #expect(tensor.ints == values)
    }
  }

  @Test func `a count that differs from the shape stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = Tensor([1.0, 2], shape: [3]) }
  }
}
