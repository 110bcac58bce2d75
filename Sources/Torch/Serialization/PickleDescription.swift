import ArrayFiles
import Foundation

/// Values of a pickle in a line each, short whatever they hold.
struct PickleDescription {
  let heap: PickleHeap

  private static let maximumElements = 8
  private static let maximumDepth = 3
  private static let maximumCharacters = 200

  func text(of value: PickleValue) -> String {
    // Keys come through here: a name must stay whole.
    if case .text(let text) = value { return text }
    return text(of: value, depth: 0)
  }

  private func text(of value: PickleValue, depth: Int) -> String {
    switch value {
    case .none: "None"
    case .boolean(let value): value ? "True" : "False"
    case .integer(let value): "\(value)"
    case .largeInteger(let bytes): "an integer of \(bytes.count) bytes"
    case .real(let value): "\(value)"
    case .text(let text): "'\(text.prefix(Self.maximumCharacters))'"
    case .bytes(let bytes): "\(bytes.count) bytes"
    case .global(let global): name(of: global)
    case .sequence(let index): list(heap.sequences[index], depth: depth)
    case .dictionary(let index):
      "a dictionary of \(heap.dictionaries[index].entries.count) entries"
    case .object(let index): object(heap.objects[index], depth: depth)
    case .storage(let storage): "a storage of \(storage.count) elements"
    case .tensor(let index):
      "\(heap.tensors[index].elementType.rawValue) \(heap.tensors[index].shape)"
    case .numericType(let index): "NumPy type \(heap.numericTypes[index].code)"
    case .array(let index): array(heap.arrays[index])
    }
  }

  private func list(_ elements: [PickleValue], depth: Int) -> String {
    guard depth < Self.maximumDepth else { return "[…]" }
    var texts = elements.prefix(Self.maximumElements).map { text(of: $0, depth: depth + 1) }
    if elements.count > Self.maximumElements { texts.append("… (\(elements.count))") }
    return "[\(texts.joined(separator: ", "))]"
  }

  private func object(_ object: PickleObject, depth: Int) -> String {
    "\(object.className)\(list(object.arguments, depth: depth))"
  }

  private func array(_ array: NumericArray) -> String {
    let first = NumericArray(
      shape: [min(array.count, Self.maximumElements)], elementType: array.elementType,
      bytes: array.bytes.prefix(Self.maximumElements * array.elementType.byteCount))
    let more = array.count > Self.maximumElements ? ", …" : ""
    let numbers = Self.numbers(in: first).joined(separator: ", ")
    return "\(array.elementType.rawValue) \(array.shape): \(numbers)\(more)"
  }

  /// The only element of an array, in as many digits as its type has.
  static func number(in array: NumericArray) -> String { numbers(in: array).joined() }

  private static func numbers(in array: NumericArray) -> [String] {
    switch array.elementType {
    case .float64: return array.doubles().map { "\($0)" }
    case .float32, .float16, .bfloat16: return array.floats().map { "\($0)" }
    default:
      // Only unsigned integers beyond 64 signed bits do not fit.
      if let integers = try? array.integers() { return integers.map { "\($0)" } }
      return array.doubles().map { "\($0)" }
    }
  }

  private func name(of global: PickleGlobal) -> String {
    switch global {
    case .tensorType(let type): "torch.\(type.rawValue)"
    case .inert(let name): name
    default: "\(global)"
    }
  }
}
