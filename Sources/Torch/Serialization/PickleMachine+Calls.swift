import ArrayFiles
import Foundation

/// What the few functions and classes that checkpoints name would do.
extension PickleMachine {
  mutating func result(
    of global: PickleGlobal, _ arguments: [PickleValue]
  ) throws(FileProblem) -> PickleValue {
    switch global {
    case .orderedDictionary: return try orderedDictionary(arguments)
    case .collection:
      guard let elements = arguments.first else { return withHeap { $0.sequence([]) } }
      guard arguments.count == 1, case .sequence = elements else { throw wrong("a collection") }
      return elements
    case .rebuildTensor:
      return try tensor(arguments, elementType: nil)
    case .rebuildTensorOfType:
      guard arguments.count >= 7, case .global(.tensorType(let type)) = arguments[6] else {
        throw wrong("a tensor of a type that is not read")
      }
      return try tensor(arguments, elementType: type)
    case .rebuildParameter:
      guard case .tensor = arguments.first else { throw wrong("a parameter") }
      return arguments[0]
    case .rebuildSubclass: return try subclass(arguments)
    case .encode:
      guard case .text(let text) = arguments.first, let bytes = Self.latin1Bytes(text) else {
        throw wrong("an encoded string")
      }
      try charge(bytes.count / 8)
      return .bytes(bytes)
    case .numPyType:
      guard case .text(let code) = arguments.first else { throw wrong("a NumPy type") }
      return withHeap { $0.numericType(NumPyType(code: code)) }
    case .numPyScalar: return try scalar(arguments)
    case .numPyReconstruct:
      guard case .global(.numPyArray) = arguments.first else { throw wrong("a NumPy array") }
      return withHeap { $0.array(NumericArray([UInt8](), shape: [0])) }
    case .inert(let name): return withHeap { $0.object(name, arguments) }
    case .storage, .untypedStorage, .tensorType, .numPyArray:
      throw problem("the pickle calls a class that checkpoints only name")
    }
  }

  /// Fills an object that was made before; what a plain dictionary or tensor would keep as attributes
  /// is dropped.
  mutating func build(_ value: PickleValue, state: PickleValue) throws(FileProblem) {
    switch value {
    case .dictionary, .tensor: return
    case .object(let index): withHeap { $0.objects[index].state = state }
    case .numericType(let index):
      guard case .sequence(let fields) = state, heap.sequences[fields].count > 1,
        case .text(let order) = heap.sequences[fields][1]
      else { throw wrong("a NumPy type") }
      let byteOrder: ByteOrder =
        switch order {
        case ">": .bigEndian
        case "<": .littleEndian
        default: .native
        }
      withHeap { $0.numericTypes[index].byteOrder = byteOrder }
    case .array(let index):
      let array = try array(state)
      try charge(array.bytes.count / 8)
      withHeap { $0.arrays[index] = array }
    default: throw problem("the pickle sets attributes of what has none")
    }
  }

  /// The storage that a persistent identifier stands for:
  /// `('storage', class, key, location, count)`, in old files with a view of another storage.
  func storage(_ identifier: PickleValue) throws(FileProblem) -> StorageReference {
    guard case .sequence(let index) = identifier else { throw wrong("a storage") }
    let fields = heap.sequences[index]
    guard fields.count >= 5, case .text("storage") = fields[0], case .global(let type) = fields[1],
      case .text(let key) = fields[2], case .integer(let count) = fields[4], count >= 0
    else { throw wrong("a storage") }
    let elementType: ElementType?
    switch type {
    case .storage(let type): elementType = type
    case .untypedStorage: elementType = nil
    default: throw wrong("a storage")
    }
    guard fields.count > 5, case .sequence(let view) = fields[5] else {
      return StorageReference(key: key, elementType: elementType, start: 0, count: count)
    }
    guard elementType != nil, heap.sequences[view].count == 3,
      case .integer(let start) = heap.sequences[view][1],
      case .integer(let size) = heap.sequences[view][2], start >= 0, size >= 0, start <= count,
      size <= count - start
    else { throw wrong("a view of a storage") }
    return StorageReference(key: key, elementType: elementType, start: start, count: size)
  }

  private mutating func orderedDictionary(
    _ arguments: [PickleValue]
  ) throws(FileProblem) -> PickleValue {
    let dictionary = withHeap { $0.dictionary() }
    guard let items = arguments.first, case .dictionary(let index) = dictionary else {
      return dictionary
    }
    guard arguments.count == 1, case .sequence(let pairs) = items else {
      throw wrong("an ordered dictionary")
    }
    try charge(16 * heap.sequences[pairs].count)
    for pair in heap.sequences[pairs] {
      guard case .sequence(let fields) = pair, heap.sequences[fields].count == 2 else {
        throw wrong("an ordered dictionary")
      }
      let (key, value) = (heap.sequences[fields][0], heap.sequences[fields][1])
      withHeap { $0.dictionaries[index].set(key, value) }
    }
    return dictionary
  }

  private mutating func tensor(
    _ arguments: [PickleValue], elementType: ElementType?
  ) throws(FileProblem) -> PickleValue {
    guard arguments.count >= 4, case .storage(let storage) = arguments[0],
      case .integer(let offset) = arguments[1], let shape = integers(arguments[2]),
      let strides = integers(arguments[3]), let type = elementType ?? storage.elementType,
      type == storage.elementType ?? type
    else { throw wrong("a tensor") }
    guard
      let tensor = StridedTensor(
        storage: storage, elementType: type, offset: offset, shape: shape, strides: strides)
    else {
      throw problem(
        "a tensor of shape \(shape), strides \(strides) and offset \(offset) does not lie within its"
          + " storage of \(storage.count) elements")
    }
    return withHeap { $0.tensor(tensor) }
  }

  /// `(function, class, arguments, state)`: the tensor without its class and attributes.
  private mutating func subclass(_ arguments: [PickleValue]) throws(FileProblem) -> PickleValue {
    // Not itself: that could go on for ever.
    guard arguments.count == 4, case .global(let function) = arguments[0],
      [.rebuildTensor, .rebuildTensorOfType, .rebuildParameter].contains(function),
      case .sequence(let inner) = arguments[2]
    else { throw wrong("a tensor of another class") }
    return try result(of: function, heap.sequences[inner])
  }

  private func scalar(_ arguments: [PickleValue]) throws(FileProblem) -> PickleValue {
    guard arguments.count == 2, case .numericType(let index) = arguments[0],
      let bytes = Self.bytes(arguments[1]), let value = heap.numericTypes[index].scalar(bytes)
    else { throw wrong("a NumPy number") }
    return value
  }

  /// The state of a NumPy array: version, shape, type, whether in Fortran order, bytes.
  private func array(_ state: PickleValue) throws(FileProblem) -> NumericArray {
    guard case .sequence(let index) = state, heap.sequences[index].count == 5,
      let shape = integers(heap.sequences[index][1]),
      case .numericType(let type) = heap.sequences[index][2],
      case .boolean(let isFortran) = heap.sequences[index][3], !isFortran || shape.count < 2,
      let bytes = Self.bytes(heap.sequences[index][4]),
      let array = heap.numericTypes[type].array(shape: shape, bytes)
    else { throw wrong("a NumPy array") }
    return array
  }

  private func integers(_ value: PickleValue) -> [Int]? {
    guard case .sequence(let index) = value else { return nil }
    var integers: [Int] = []
    for element in heap.sequences[index] {
      guard case .integer(let integer) = element else { return nil }
      integers.append(integer)
    }
    return integers
  }

  private func wrong(_ what: String) -> FileProblem {
    problem("\(what) is not described in a way that is known")
  }

  private static func bytes(_ value: PickleValue) -> Data? {
    switch value {
    case .bytes(let bytes): bytes
    case .text(let text): latin1Bytes(text)
    default: nil
    }
  }

  private static func latin1Bytes(_ text: String) -> Data? {
    var bytes = Data()
    for scalar in text.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
