import ArrayFiles
import Foundation
import TestSupport
import Testing

struct NPYFileTests {
  private func file(
    _ header: String, data: [UInt8] = [], version: UInt8 = 1, length: Int? = nil
  ) -> Data {
    let length = length ?? header.utf8.count
    let size = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return Data([0x93] + Array("NUMPY".utf8) + [version, 0] + size + Array(header.utf8) + data)
  }

  private func header(
    type: String = "'<f4'", fortran: String = "False", shape: String = "(1,)"
  ) -> String {
    "{'descr': \(type), 'fortran_order': \(fortran), 'shape': \(shape), }\n"
  }

  private func read(_ name: String) throws -> NumericArray { try NPYFile.read(fixture(name)) }

  @Test func `what NumPy writes is read`() throws {
    let plain = try read("c-order-f4.npy")
    #expect(plain.shape == [2, 3])
    #expect(plain.elementType == .float32)
    #expect(plain.floats() == [0, 0.25, 0.5, 0.75, 1, 1.25])
    #expect(try read("version-2-i8.npy").integers() == [-1, 1 << 62])
    #expect(try read("version-3-u8.npy").elementType == .uint64)
    #expect(try read("version-3-u8.npy").doubles() == [18_446_744_073_709_551_616, 5])
    #expect(try read("bool.npy").integers() == [1, 0, 1])
    #expect(try read("scalar-i1.npy").shape == [])
    #expect(try read("scalar-i1.npy").integers() == [-7])
    #expect(try read("empty.npy").shape == [0, 3])
    #expect(try read("empty.npy").floats() == [])
    let halves = try read("half.npy").floats()
    #expect(halves.prefix(8) == [0, 0, 1, -2.5, 65504, exp2(-24), -exp2(-14), .infinity])
    #expect(halves[1].sign == .minus)
    #expect(halves[8].isNaN)
  }

  @Test func `Fortran order becomes row-major`() throws {
    let cube = try read("fortran-f8.npy")
    #expect(cube.shape == [3, 4, 2])
    #expect(cube.doubles() == (0..<24).map(Double.init))
    #expect(try read("fortran-4d-u1.npy").integers() == Array(0..<120))
    #expect(try read("big-endian-fortran-f8.npy").doubles() == (0..<24).map(Double.init))
  }

  @Test(arguments: [[70, 33], [33, 70], [1, 65], [65, 1], [5, 1, 7], [2, 3, 40, 2], [0, 4]])
  func `Fortran order of any shape agrees with the definition`(_ shape: [Int]) throws {
    let count = shape.reduce(1, *)
    var data: [Int32] = Array(repeating: 0, count: count)
    for position in 0..<count {
      // Position in row-major order to indices, and those to the position in Fortran order.
      var rest = position
      var fortran = 0
      for axis in shape.indices.reversed() {
        fortran += rest % shape[axis] * shape[..<axis].reduce(1, *)
        rest /= shape[axis]
      }
      data[fortran] = Int32(position)
    }
    let extents = shape.map { "\($0)," }.joined()
    let bytes = file(
      header(type: "'<i4'", fortran: "True", shape: "(\(extents))"),
      data: data.withUnsafeBytes { Array($0) })
    #expect(try NPYFile.parse(bytes, path: "file").integers() == Array(0..<count))
  }

  @Test func `big-endian numbers are converted`() throws {
    #expect(try read("big-endian-i2.npy").integers() == [-2, 1, 258])
    #expect(try read("big-endian-u4.npy").integers() == [1, 4_294_967_294])
  }

  @Test func `headers that NumPy accepts are read`() throws {
    for text in [
      "{\"shape\":(1L,),\"descr\":\"<f4\",\"fortran_order\":False}",
      "{'descr': 'f4', 'shape': ( 1 , ), 'fortran_order': False}  \n",
      "{'descr': '=f4', 'shape': (1,1), 'fortran_order': True,}",
    ] {
      let array = try NPYFile.parse(file(text, data: [0, 0, 0, 0x40]), path: "file")
      #expect(array.floats() == [2])
    }
  }

  @Test(arguments: [
    "c-order-f4.npy", "bool.npy", "half.npy", "scalar-i1.npy", "empty.npy", "fortran-4d-u1.npy",
  ])
  func `the bytes written are those that NumPy writes`(_ name: String) throws {
    let folder = try TemporaryFolder()
    let array = try read(name)
    try NPYFile.write(array, to: folder("copy.npy"))
    let written = try Data(contentsOf: URL(fileURLWithPath: folder("copy.npy")))
    #expect((written.count - array.bytes.count) % 64 == 0)
    if name.hasPrefix("fortran") {
      #expect(try NPYFile.parse(written, path: "copy").bytes == array.bytes)
    } else {
      #expect(try written == fixtureBytes(name))
    }
  }

  @Test func `brain floats are not written`() throws {
    let folder = try TemporaryFolder()
    let array = NumericArray(shape: [1], elementType: .bfloat16, bytes: Data([0, 0]))
    expectProblem("bfloat16", path: folder("a.npy")) {
      try NPYFile.write(array, to: folder("a.npy"))
    }
    #expect(try folder.names().isEmpty)
  }

  @Test(arguments: [
    ("object.npy", "pickled objects are not read: save numbers, such as array.astype("),
    ("structured.npy", "named fields"), ("structured.npy", "array[\"FIELD\"]"),
    ("text.npy", "the array holds texts ('<U2')"), ("text.npy", "numpy.savetxt(\"labels.csv\""),
    ("complex.npy", "'<c16'"),
  ])
  func `other kinds of arrays are refused`(_ name: String, _ words: String) {
    expectProblem(words, path: fixture(name)) { _ = try read(name) }
  }

  @Test func `hostile headers are refused`() {
    let huge = "1000000000000000000"
    let cases: [(Data, String)] = [
      (file(header(shape: "(\(huge),)")), "truncated"),
      (file(header(shape: "(\(huge), \(huge))")), "too large"),
      (file(header(shape: "(\(huge), \(huge), 0)")), "too large"),
      (file(header(shape: "(99999999999999999999,)")), "not possible"),
      (file(header(shape: "(-1,)")), "not possible"),
      (file(header(shape: "(1)"), data: [0, 0, 0, 0]), "not a tuple"),
      (file(header(shape: "(1,") + ")"), "integers"),
      (file(header(shape: "(\(String(repeating: "1,", count: 65)))")), "more than 64 axes"),
      (file(header(), data: [0, 0, 0]), "needs 4 bytes, it has 3"),
      (file(header(), data: [0, 0, 0, 0, 0]), "1 bytes follow"),
      (file(header(), version: 4), "version is 4.0"),
      (file(header(), version: 2, length: Int(UInt32.max)), "too many"),
      (file(header(), length: 2000), "has only"),
      (file("{'descr': '<f4', 'shape': (1,)}"), "'fortran_order' is missing"),
      (file("{'descr': '<f4', 'descr': '<f4', "), "appears twice"),
      (file("{'descr': '<f4', 'other': 1}"), "unknown"),
      (file(header() + "x"), "something follows"),
      (file(header(fortran: "1")), "neither True nor False"),
      (file("{'descr': '<f4"), "does not end"),
      (Data("PK\u{3}\u{4}".utf8), "not an NPY file"),
      (Data(), "not an NPY file"),
    ]
    for (bytes, words) in cases {
      expectProblem(words) { _ = try NPYFile.parse(bytes, path: "file") }
    }
  }

  @Test(arguments: ["c-order-f4.npy", "big-endian-fortran-f8.npy", "version-2-i8.npy"])
  func `damaged files never crash`(_ name: String) throws {
    expectResistance(try fixtureBytes(name)) { _ = try NPYFile.parse($0, path: "file").doubles() }
  }

  @Test func `elements of the mapped file are not copied`() throws {
    let folder = try TemporaryFolder()
    // A hole of 64 GiB after the header: reading it into memory would end the test.
    let count = 1 << 34
    let path = try folder.file("large.npy", file(header(shape: "(\(count),)")))
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: try handle.seekToEnd() + UInt64(count * 4))
    let array = try NPYFile.read(path)
    #expect(array.count == count)
    #expect(array.bytes.last == 0)
  }
}
