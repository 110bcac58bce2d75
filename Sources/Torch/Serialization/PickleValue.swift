import ArrayFiles
import Foundation

/// What a pickle program makes: plain data, and references to what `PickleHeap` keeps.
///
/// Containers are referred to by number, not nested: a hostile program may nest a million of them or
/// put one into itself, and nothing here recurses or leaks over that.
enum PickleValue {
  case none
  case boolean(Bool)
  case integer(Int)
  /// An integer beyond 64 bits, in two's complement, least significant byte first.
  case largeInteger(Data)
  case real(Double)
  case text(String)
  case bytes(Data)
  case global(PickleGlobal)
  /// Tuples, lists and sets; number of a sequence of the heap.
  case sequence(Int)
  case dictionary(Int)
  case object(Int)
  case storage(StorageReference)
  case tensor(Int)
  case numericType(Int)
  case array(Int)
}

/// The part of a storage that a pickle program refers to; the elements lie elsewhere in the file.
struct StorageReference {
  let key: String
  /// Nil for bytes whose type each tensor gives.
  let elementType: ElementType?
  /// Where it begins in the storage of that key, in elements; not 0 only in views of old files.
  let start: Int
  /// Its size, in elements.
  let count: Int
}

/// A dictionary in the order of insertion; a name given again replaces the value.
struct PickleDictionary {
  private(set) var entries: [(key: PickleValue, value: PickleValue)] = []
  private var positions: [String: Int] = [:]

  subscript(name: String) -> PickleValue? {
    positions[name].map { entries[$0].value }
  }

  mutating func set(_ key: PickleValue, _ value: PickleValue) {
    if case .text(let name) = key {
      if let position = positions[name] {
        entries[position].value = value
        return
      }
      positions[name] = entries.count
    }
    entries.append((key, value))
  }
}

/// An object of a class that is on the list, kept as data: no code of the class ever runs.
struct PickleObject {
  let className: String
  let arguments: [PickleValue]
  var state = PickleValue.none
}

/// What the values of one pickle program refer to.
struct PickleHeap {
  var sequences: [[PickleValue]] = []
  var dictionaries: [PickleDictionary] = []
  var objects: [PickleObject] = []
  var tensors: [StridedTensor] = []
  var numericTypes: [NumPyType] = []
  var arrays: [NumericArray] = []
  /// Every storage that the program named, whether a tensor uses it or not.
  var storages: [StorageReference] = []

  mutating func sequence(_ elements: [PickleValue]) -> PickleValue {
    sequences.append(elements)
    return .sequence(sequences.count - 1)
  }

  mutating func dictionary() -> PickleValue {
    dictionaries.append(PickleDictionary())
    return .dictionary(dictionaries.count - 1)
  }

  mutating func object(_ className: String, _ arguments: [PickleValue]) -> PickleValue {
    objects.append(PickleObject(className: className, arguments: arguments))
    return .object(objects.count - 1)
  }

  mutating func tensor(_ tensor: StridedTensor) -> PickleValue {
    tensors.append(tensor)
    return .tensor(tensors.count - 1)
  }

  mutating func numericType(_ type: NumPyType) -> PickleValue {
    numericTypes.append(type)
    return .numericType(numericTypes.count - 1)
  }

  mutating func array(_ array: NumericArray) -> PickleValue {
    arrays.append(array)
    return .array(arrays.count - 1)
  }
}
