import Foundation
import SwiftProtobuf
import TestSupport

@testable import ModelExport

/// A Core ML file as it was written, parsed again.
struct WrittenModel {
  let model: CoreMLModel
  /// The program's weights; empty for a neural network.
  let weights: Data

  init(
    _ graph: ModelGraph, _ name: String, classes: [String] = SmallGraph.classes,
    in folder: TemporaryFolder
  ) throws {
    try CoreMLFile.write(
      graph, classes: classes, metadata: ["longtail.method": "ce"], version: "1.2.3",
      to: folder(name))
    let isPackage = name.hasSuffix("mlpackage")
    model = try CoreMLModel(
      serializedBytes: Self.content(
        folder(isPackage ? "\(name)/\(ModelPackage.modelPath)" : name)))
    weights = isPackage ? try Self.content(folder("\(name)/\(ModelPackage.weightPath)")) : Data()
  }

  static func content(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  var layers: [CoreMLNeuralNetworkLayer] { model.neuralNetworkClassifier.layers }

  var operations: [CoreMLOperation] {
    model.mlProgram.functions["main"]?.blockSpecializations["CoreML5"]?.operations ?? []
  }

  /// The value of a constant by its name.
  func constant(_ name: String) -> CoreMLValue? {
    operations.first { $0.type == "const" && $0.outputs.first?.name == name }?.attributes["val"]
  }

  /// The numbers at a place in the file of weights, which has a sentinel, a type, a size and a place first.
  func numbers(at offset: UInt64) -> [Float]? {
    func word(_ place: Int) -> UInt32 {
      weights.withUnsafeBytes {
        UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt32.self))
      }
    }
    let place = Int(offset)
    guard word(place) == 0xDEAD_BEEF, word(place + 4) == 2 else { return nil }
    let start = Int(word(place + 16))
    return (0..<Int(word(place + 8)) / 4).map { Float(bitPattern: word(start + 4 * $0)) }
  }
}
