public import ArrayFiles
import Foundation
import SwiftProtobuf

extension ONNXFile {
  /// What is in a file that ``write(_:metadata:version:to:)`` has written.
  public struct Contents: Sendable {
    /// The network.
    public let graph: ModelGraph
    /// What was stored beside the network, by key.
    public let metadata: [String: String]
  }

  /// Reads a file back: to check what was written, not any model of ONNX.
  /// - Throws: `FileProblem` for a file that is no such model, naming the part that is not.
  public static func read(_ path: String) throws(FileProblem) -> Contents {
    let model: ONNXModel
    do {
      model = try ONNXModel(serializedBytes: try MappedFile(path: path).bytes)
    } catch let problem as FileProblem {
      throw problem
    } catch {
      throw FileProblem(path, "it is no ONNX model: \(error)")
    }
    guard model.hasGraph, model.producerName == "longtail", model.graph.input.count == 1 else {
      throw FileProblem(path, "it is no ONNX model that longtail has written")
    }
    var graph = ModelGraph(input: try port(model.graph.input[0], path))
    for value in model.graph.output { graph.outputs.append(try port(value, path)) }
    for constant in model.graph.initializer {
      graph.constants.append((constant.name, try tensor(constant, path)))
    }
    for node in model.graph.node {
      guard node.output.count == 1 else {
        throw FileProblem(path, at: node.name, "\(node.output.count) outputs; 1 was expected")
      }
      var attributes: [String: GraphOperation.Attribute] = [:]
      for item in node.attribute { attributes[item.name] = try attribute(item, node.name, path) }
      graph.operations.append(
        GraphOperation(
          kind: node.opType, inputs: node.input, output: node.output[0], attributes: attributes))
    }
    let metadata = Dictionary(
      model.metadataProps.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    return Contents(graph: graph, metadata: metadata)
  }

  private static func attribute(
    _ message: ONNXAttribute, _ node: String, _ path: String
  ) throws(FileProblem) -> GraphOperation.Attribute {
    switch message.type {
    case 1: .number(message.f)
    case 2: .integer(Int(message.i))
    case 3: .text(String(decoding: message.s, as: UTF8.self))
    case 7: .integers(message.ints.map(Int.init))
    default:
      throw FileProblem(path, at: "\(node), \(message.name)", "attribute of type \(message.type)")
    }
  }

  private static func tensor(
    _ message: ONNXTensorData, _ path: String
  ) throws(FileProblem) -> GraphTensor {
    let shape = message.dims.map(Int.init)
    let width = message.dataType == 7 ? 8 : 4
    let count = message.rawData.count / width
    // The extents come from the file: their product may be beyond every number.
    let product = shape.reduce(1.0) { $0 * Double($1) }
    guard message.dataType == 1 || message.dataType == 7, shape.allSatisfy({ $0 >= 0 }),
      product == Double(count), message.rawData.count == count * width
    else {
      throw FileProblem(
        path, at: message.name,
        "\(message.rawData.count) bytes of type \(message.dataType) for \(shape)")
    }
    let bytes = [UInt8](message.rawData)
    return bytes.withUnsafeBytes { buffer in
      if message.dataType == 1 {
        return GraphTensor(
          (0..<count).map { index in
            Float(
              bitPattern: UInt32(
                littleEndian: buffer.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
          }, shape: shape)
      }
      return GraphTensor(
        (0..<count).map { index in
          Int(Int64(littleEndian: buffer.loadUnaligned(fromByteOffset: index * 8, as: Int64.self)))
        })
    }
  }

  private static func port(
    _ message: ONNXValueInfo, _ path: String
  ) throws(FileProblem) -> ModelGraph.Port {
    let element: ModelGraph.Port.Element
    switch message.type.tensorType.elemType {
    case 1: element = .float
    case 2: element = .byte
    case 9: element = .boolean
    case let other:
      throw FileProblem(path, at: message.name, "elements of type \(other)")
    }
    return ModelGraph.Port(
      message.name, element,
      extents: message.type.tensorType.shape.dim.dropFirst().map { Int($0.dimValue) })
  }
}
