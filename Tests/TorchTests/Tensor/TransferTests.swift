import ArrayFiles
import Testing
import Torch

struct TransferTests {
  @Test(arguments: DType.allCases)
  func `every type survives the way to an array and back`(dtype: DType) {
    let tensor = Tensor([0.0, 1, 1, 0, 1, 1], shape: [2, 3]).to(dtype)
    let array = tensor.numericArray()
    #expect(array.shape == [2, 3])
    #expect(array.elementType == dtype.elementType)
    let back = Tensor(array)
    #expect(back.dtype == dtype)
    #expect(back.doubles == [0, 1, 1, 0, 1, 1])
  }

  @Test func `elements are read row by row whatever the memory order`() {
    let x = Tensor([1.0, 2, 3, 4], shape: [2, 2]).transposed(0, 1)
    #expect(x.floats == [1, 3, 2, 4])
    #expect(x.doubles == [1, 3, 2, 4])
    #expect(x.ints == [1, 3, 2, 4])
    #expect(Tensor(x.numericArray()).doubles == [1, 3, 2, 4])
  }

  @Test func `a tensor of the right type and device is not copied`() {
    let x = Tensor([1.0])
    #expect(x.to(.float64) === x)
    #expect(x.to(.cpu) === x)
    #expect(x.to(.float32).dtype == .float32)
  }

  @Test func `gradients pass through conversion and memory order`() throws {
    try expectGradient(at: sample([1, 2, 3, 2])) { $0.channelsLast().contiguous().cloned() }
    let x = Tensor([0.5]).requiringGradient()
    (x.to(.float32) * 3).sum().backward()
    expect(try #require(x.gradient), [3])
  }

  @Test func `a single number is read`() {
    #expect(Tensor([2.5], shape: [1, 1]).item() == 2.5)
  }

  @Test func `one number of many stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = Tensor([1.0, 2]).item() }
  }
}
