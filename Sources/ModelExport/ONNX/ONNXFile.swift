public import ArrayFiles
import Foundation
import SwiftProtobuf

/// Files of ONNX, IR version 8 and operator set 17: what runtimes have read since 2022.
public enum ONNXFile {
  static let intermediateVersion: Int64 = 8
  static let operatorSet: Int64 = 17
  /// Messages of protocol buffers end at 2 GiB.
  static let largestFile = Int(Int32.max)

  /// Writes a graph, whole or not at all.
  /// - Parameters:
  ///   - graph: what the file's runtime carries out; its batch axis is called `N` and free.
  ///   - metadata: texts by key, for whoever opens the file.
  ///   - version: of the program that wrote it.
  ///   - path: the file.
  /// - Throws: `FileProblem` when the file cannot be written, or would be larger than 2 GiB.
  public static func write(
    _ graph: ModelGraph, metadata: [String: String], version: String, to path: String
  ) throws(FileProblem) {
    let bytes: Data
    do {
      bytes = try model(graph, metadata: metadata, version: version).serializedData()
    } catch {
      throw FileProblem(path, "the model cannot be written as ONNX: \(error)")
    }
    guard bytes.count <= largestFile else {
      throw FileProblem(path, "the model takes \(bytes.count) bytes; at most \(largestFile) fit")
    }
    try AtomicFile.write(bytes, to: path)
  }

  static func model(
    _ graph: ModelGraph, metadata: [String: String], version: String
  ) -> ONNXModel {
    ONNXModel.with { model in
      model.irVersion = intermediateVersion
      model.producerName = "longtail"
      model.producerVersion = version
      model.opsetImport = [
        .with {
          $0.domain = ""
          $0.version = operatorSet
        }
      ]
      model.metadataProps = metadata.sorted { $0.key < $1.key }.map { key, value in
        .with {
          $0.key = key
          $0.value = value
        }
      }
      model.graph = message(graph)
    }
  }

  private static func message(_ graph: ModelGraph) -> ONNXGraph {
    .with { message in
      message.name = "network"
      message.input = [port(graph.input)]
      message.output = graph.outputs.map(port)
      message.initializer = graph.constants.map { constant($0.name, $0.tensor) }
      message.node = graph.operations.map { operation in
        .with { node in
          node.input = operation.inputs
          node.output = [operation.output]
          node.name = operation.output
          node.opType = operation.kind
          node.attribute = operation.attributes.sorted { $0.key < $1.key }
            .map { attribute($0.key, $0.value) }
        }
      }
    }
  }

  private static func attribute(
    _ name: String, _ value: GraphOperation.Attribute
  ) -> ONNXAttribute {
    .with { message in
      message.name = name
      switch value {
      case .number(let number):
        message.type = 1
        message.f = number
      case .integer(let integer):
        message.type = 2
        message.i = Int64(integer)
      case .text(let text):
        message.type = 3
        message.s = Data(text.utf8)
      case .integers(let integers):
        message.type = 7
        message.ints = integers.map(Int64.init)
      }
    }
  }

  private static func constant(_ name: String, _ tensor: GraphTensor) -> ONNXTensorData {
    .with { message in
      message.name = name
      message.dims = tensor.shape.map(Int64.init)
      switch tensor.elements {
      case .float(let values):
        message.dataType = 1
        message.rawData = littleEndian(values.map(\.bitPattern.littleEndian))
      case .integer(let values):
        message.dataType = 7
        message.rawData = littleEndian(values.map(\.littleEndian))
      }
    }
  }

  private static func littleEndian<Number>(_ values: [Number]) -> Data {
    values.withUnsafeBytes { Data($0) }
  }

  private static func port(_ port: ModelGraph.Port) -> ONNXValueInfo {
    .with { message in
      message.name = port.name
      message.type.tensorType.elemType =
        switch port.element {
        case .float: 1
        case .byte: 2
        case .boolean: 9
        }
      message.type.tensorType.shape.dim =
        [.with { $0.dimParam = "N" }]
        + port.extents.map { extent in .with { $0.dimValue = Int64(extent) } }
    }
  }
}
