import ArrayFiles
import Foundation

/// Runs the stack language of Python's `pickle` far enough for checkpoints: it makes plain data, and
/// never imports or calls anything.
///
/// Source: the opcodes' documentation in Python's `pickletools`, protocols 2 to 5.
struct PickleMachine {
  private(set) var heap = PickleHeap()

  /// Where the program is read from; for the files that read literals.
  var reader: ByteReader
  private var stack: [PickleValue] = []
  /// Heights of the stack where a MARK was put, below which nothing may be taken.
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]

  /// Steps that are left. Real checkpoints need some hundred thousand; every step can cost some dozen
  /// bytes of memory.
  private var allowance = 20_000_000

  /// Offset behind the last program that ran.
  var offset: Int { reader.offset }

  init(_ bytes: Data, path: String, part: String, offset: Int = 0) {
    reader = ByteReader(bytes, path: path, part: part, offset: offset)
  }

  /// Runs one program to its STOP and gives the value that it leaves.
  mutating func run() throws(FileProblem) -> PickleValue {
    stack = []
    marks = []
    memo = [:]
    while true {
      let code: UInt8 = try reader.littleEndian("an opcode")
      if code == UInt8(ascii: ".") { return try pop() }
      try charge(1)
      try step(code)
    }
  }

  /// Counts work that a single opcode can ask for many times over.
  mutating func charge(_ steps: Int) throws(FileProblem) {
    allowance -= steps
    guard allowance >= 0 else { throw problem("the pickle is too much work for a checkpoint") }
  }

  func problem(_ problem: String) -> FileProblem { reader.problem(problem) }

  /// Changes what the heap keeps; for the files that carry out the calls.
  mutating func withHeap<Result>(_ body: (inout PickleHeap) -> Result) -> Result { body(&heap) }

  private mutating func step(_ code: UInt8) throws(FileProblem) {
    switch code {
    case 0x80: try checkProtocol()
    // FRAME: only a hint for buffering.
    case 0x95: _ = try reader.bytes(8, "a frame's length")
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "0"): try discard()
    case UInt8(ascii: "1"): _ = try popMark()
    case UInt8(ascii: "2"): stack.append(try top())
    case UInt8(ascii: "N"): stack.append(.none)
    case 0x88: stack.append(.boolean(true))
    case 0x89: stack.append(.boolean(false))
    case UInt8(ascii: "K"), UInt8(ascii: "M"), UInt8(ascii: "J"), UInt8(ascii: "G"), 0x8a, 0x8b:
      stack.append(try number(code))
    case UInt8(ascii: "X"), 0x8c, 0x8d, UInt8(ascii: "T"), UInt8(ascii: "U"):
      stack.append(try text(code))
    case UInt8(ascii: "B"), UInt8(ascii: "C"), 0x8e, 0x96: stack.append(try byteString(code))
    case UInt8(ascii: ")"), UInt8(ascii: "]"), 0x8f: stack.append(heap.sequence([]))
    case UInt8(ascii: "t"), UInt8(ascii: "l"), 0x91: stack.append(heap.sequence(try popMark()))
    case 0x85, 0x86, 0x87: try makeTuple(of: Int(code) - 0x84)
    case UInt8(ascii: "a"): try extendSequence(by: [try pop()])
    case UInt8(ascii: "e"), 0x90: try extendSequence(by: try popMark())
    case UInt8(ascii: "}"): stack.append(heap.dictionary())
    case UInt8(ascii: "d"): try makeDictionary()
    case UInt8(ascii: "s"):
      let value = try pop()
      try extendDictionary(by: [try pop(), value])
    case UInt8(ascii: "u"): try extendDictionary(by: try popMark())
    case UInt8(ascii: "q"), UInt8(ascii: "r"), 0x94, UInt8(ascii: "h"), UInt8(ascii: "j"):
      try remember(code)
    case UInt8(ascii: "c"), UInt8(ascii: "i"), 0x93: stack.append(.global(try global(code)))
    case UInt8(ascii: "R"), 0x81, 0x92, UInt8(ascii: "o"): try call(code)
    case UInt8(ascii: "b"):
      let state = try pop()
      try build(try top(), state: state)
    case UInt8(ascii: "Q"):
      let storage = try storage(try pop())
      heap.storages.append(storage)
      stack.append(.storage(storage))
    default: throw unknown(code)
    }
  }

  private func unknown(_ code: UInt8) -> FileProblem {
    let name = (0x21...0x7e).contains(code) ? "'\(Character(Unicode.Scalar(code)))'" : "\(code)"
    return problem("the pickle opcode \(name) is not one that checkpoints are made of")
  }

  private mutating func checkProtocol() throws(FileProblem) {
    let version: UInt8 = try reader.littleEndian("the protocol")
    guard (2...5).contains(version) else {
      throw problem("the pickle protocol is \(version), protocols 2 to 5 are read")
    }
  }

  // MARK: The stack

  private mutating func pop() throws(FileProblem) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else {
      throw problem("the pickle takes a value from an empty stack")
    }
    return value
  }

  private func top() throws(FileProblem) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else {
      throw problem("the pickle takes a value from an empty stack")
    }
    return value
  }

  private mutating func discard() throws(FileProblem) {
    if let mark = marks.last, mark == stack.count {
      marks.removeLast()
    } else {
      _ = try pop()
    }
  }

  private mutating func popMark() throws(FileProblem) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw problem("the pickle lacks a mark") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func makeTuple(of count: Int) throws(FileProblem) {
    var elements: [PickleValue] = []
    for _ in 0..<count { elements.append(try pop()) }
    stack.append(heap.sequence(elements.reversed()))
  }

  private mutating func extendSequence(by elements: [PickleValue]) throws(FileProblem) {
    guard case .sequence(let index) = try top() else {
      throw problem("the pickle appends to what is no list")
    }
    heap.sequences[index].append(contentsOf: elements)
  }

  private mutating func makeDictionary() throws(FileProblem) {
    let elements = try popMark()
    stack.append(heap.dictionary())
    try extendDictionary(by: elements)
  }

  private mutating func extendDictionary(by elements: [PickleValue]) throws(FileProblem) {
    guard case .dictionary(let index) = try top(), elements.count.isMultiple(of: 2) else {
      throw problem("the pickle puts items into what is no dictionary")
    }
    for position in stride(from: 0, to: elements.count, by: 2) {
      heap.dictionaries[index].set(elements[position], elements[position + 1])
    }
  }

  private mutating func remember(_ code: UInt8) throws(FileProblem) {
    switch code {
    case UInt8(ascii: "q"):
      memo[Int(try reader.littleEndian("a memo's number") as UInt8)] = try top()
    case UInt8(ascii: "r"):
      memo[Int(try reader.littleEndian("a memo's number") as UInt32)] = try top()
    case 0x94: memo[memo.count] = try top()
    case UInt8(ascii: "h"): try recall(Int(try reader.littleEndian("a memo's number") as UInt8))
    default: try recall(Int(try reader.littleEndian("a memo's number") as UInt32))
    }
  }

  private mutating func recall(_ index: Int) throws(FileProblem) {
    guard let value = memo[index] else {
      throw problem("the pickle recalls number \(index), which it never stored")
    }
    stack.append(value)
  }

  // MARK: Names and calls

  private mutating func global(_ code: UInt8) throws(FileProblem) -> PickleGlobal {
    let module: String
    let name: String
    if code == 0x93 {
      let last = try pop()
      guard case .text(let text) = last, case .text(let moduleText) = try pop() else {
        throw problem("the pickle names a class by what is no text")
      }
      (module, name) = (moduleText, text)
    } else {
      module = String(decoding: try reader.line("a module's name"), as: UTF8.self)
      name = String(decoding: try reader.line("a class's name"), as: UTF8.self)
    }
    guard code != UInt8(ascii: "i"), let global = PickleGlobal(module: module, name: name) else {
      throw problem(
        "it asks for '\(module.prefix(80)).\(name.prefix(80))', which is not among the classes and"
          + " functions that a checkpoint may name; nothing was run."
          + " A file of model.state_dict() alone needs none of it")
    }
    return global
  }

  private mutating func call(_ code: UInt8) throws(FileProblem) {
    if code == UInt8(ascii: "o") { throw unknown(code) }
    if code == 0x92 {
      guard case .dictionary(let index) = try pop(), heap.dictionaries[index].entries.isEmpty else {
        throw problem("the pickle calls a class with named arguments")
      }
    }
    guard case .sequence(let index) = try pop(), case .global(let global) = try pop() else {
      throw problem("the pickle calls what is no class or function")
    }
    stack.append(try result(of: global, heap.sequences[index]))
  }
}
