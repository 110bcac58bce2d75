import ArrayFiles
import Foundation
import Testing

struct NumericArrayConversionTests {
  private func array<Element: NumericElement>(_ values: [Element]) -> NumericArray {
    NumericArray(values, shape: [values.count])
  }

  private func array(bits: [UInt16], _ type: ElementType) -> NumericArray {
    NumericArray(
      shape: [bits.count], elementType: type, bytes: bits.withUnsafeBytes { Data($0) })
  }

  @Test func `every type becomes floats`() throws {
    #expect(array([UInt8(0), 255]).floats() == [0, 255])
    #expect(array([Int8.min, 127]).floats() == [-128, 127])
    #expect(array([UInt16(0), 65535]).floats() == [0, 65535])
    #expect(array([Int16.min, 5]).floats() == [-32768, 5])
    #expect(array([UInt32.max]).floats() == [4_294_967_296])
    #expect(array([Int32.min]).doubles() == [-2_147_483_648])
    #expect(array([UInt64.max]).doubles() == [18_446_744_073_709_551_616])
    #expect(array([-3, 4]).floats() == [-3, 4])
    #expect(array([0.1]).floats() == [Float(0.1)])
    #expect(array([Float(0.1)]).doubles() == [Double(Float(0.1))])
    let flags = NumericArray(shape: [3], elementType: .bool, bytes: Data([0, 1, 2]))
    #expect(flags.floats() == [0, 1, 1])
    #expect(flags.doubles() == [0, 1, 1])
    #expect(try flags.integers() == [0, 1, 1])
  }

  @Test func `halves widen exactly`() {
    // Value of every finite half from its definition (IEEE 754-2008, 3.4).
    let all = (0...UInt16.max).map { $0 }
    let widened = array(bits: all, .float16).floats()
    for bits in all {
      let exponent = Int(bits >> 10 & 31)
      let fraction = Double(bits & 1023)
      let value = widened[Int(bits)]
      #expect((value.sign == .minus) == (bits >> 15 == 1))
      switch exponent {
      case 31: #expect(fraction == 0 ? value.isInfinite : value.isNaN)
      case 0: #expect(Double(abs(value)) == fraction * exp2(-24))
      default: #expect(Double(abs(value)) == (1 + fraction / 1024) * exp2(Double(exponent - 15)))
      }
    }
  }

  @Test func `brain floats are the upper half of floats`() {
    let values: [Float] = [0, -1.5, 3e38, .infinity, .leastNormalMagnitude / 8]
    let bits = values.map { UInt16($0.bitPattern >> 16) }
    let expected = bits.map { Float(bitPattern: UInt32($0) << 16) }
    #expect(array(bits: bits, .bfloat16).floats() == expected)
    #expect(array(bits: bits, .bfloat16).doubles() == expected.map(Double.init))
  }

  @Test func `slices that are not aligned convert`() {
    var bytes = Data([9])
    bytes.append([1.5, -2].withUnsafeBytes { Data($0) })
    let slice = NumericArray(shape: [2], elementType: .float64, bytes: bytes.dropFirst())
    #expect(slice.doubles() == [1.5, -2])
    #expect(slice.floats() == [1.5, -2])
  }

  @Test func `integers keep their values`() throws {
    #expect(try array([Int.min, Int.max]).integers() == [.min, .max])
    #expect(try array([Int8(-1)]).integers() == [-1])
    #expect(try array([UInt64(Int.max)]).integers() == [.max])
  }

  @Test func `unsigned integers beyond the range are refused with their place`() {
    let problem = #expect(throws: IntegerConversionProblem.self) {
      try array([1, UInt64(Int.max) + 1]).integers()
    }
    #expect(problem?.index == 1)
  }

  @Test func `floats are integers only on request, and only when whole`() throws {
    let whole = array([1.0, -2])
    #expect(throws: IntegerConversionProblem.self) { try whole.integers() }
    #expect(try whole.integers(acceptingWholeFloats: true) == [1, -2])
    for bad in [0.5, .nan, .infinity, 1e19] {
      let problem = #expect(throws: IntegerConversionProblem.self) {
        try array([1, bad]).integers(acceptingWholeFloats: true)
      }
      #expect(problem?.index == 1)
    }
  }

  @Test func `only a leading unit axis is dropped`() {
    let values = array([1, 2])
    func shape(_ shape: [Int]) -> [Int] {
      NumericArray(shape: shape, elementType: .int64, bytes: values.bytes)
        .droppingLeadingUnitAxis.shape
    }
    #expect(shape([1, 2]) == [2])
    #expect(shape([1, 1, 2]) == [1, 2])
    #expect(shape([2, 1]) == [2, 1])
    #expect(array([5]).droppingLeadingUnitAxis.shape == [1])
  }
}
