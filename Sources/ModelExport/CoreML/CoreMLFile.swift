public import ArrayFiles
import Foundation
import SwiftProtobuf

/// Classifiers for Core ML, of one sample at a time: a neural network in one file, or a program in a package.
///
/// Both give the likeliest class as `label`, each class's probability as `probabilities`, and the graph's other outputs
/// as arrays. What is written has been compared with the published format; no Apple device has run it.
public enum CoreMLFile {
  /// What holds the network.
  public enum Form: String, Sendable, CaseIterable {
    /// One file with a neural network, for iOS 13, macOS 10.15 and later, which may compute in float16.
    case network = "mlmodel"
    /// A folder with a program and its weights, for iOS 15, macOS 12 and later, which computes in float32.
    case program = "mlpackage"

    /// The form that a file's name ends in; `nil` for another ending.
    public init?(path: String) {
      self.init(rawValue: URL(fileURLWithPath: path).pathExtension)
    }

    var specificationVersion: Int32 {
      switch self {
      case .network: 4
      case .program: 6
      }
    }
  }

  static let label = "label"
  static let probabilities = "probabilities"
  /// Messages of protocol buffers end at 2 GiB.
  static let largestFile = Int(Int32.max)

  /// Writes a graph, whole or not at all.
  /// - Parameters:
  ///   - graph: one that takes bytes `[channels, height, width]`, which become an image's, or numbers, and gives
  ///     `probabilities`.
  ///   - classes: the name of each class, in the order of the probabilities.
  ///   - metadata: texts by key, for whoever opens the file.
  ///   - version: of the program that wrote it.
  ///   - path: the file or package; its ending says which. A package replaces the one that is there.
  /// - Throws: `FileProblem` for what Core ML cannot have: images of other than 1 or 3 channels, two classes of one
  ///   name, operators that the form has not; and when nothing can be written.
  public static func write(
    _ graph: ModelGraph, classes: [String], metadata: [String: String], version: String,
    to path: String
  ) throws(FileProblem) {
    guard let form = Form(path: path) else {
      throw FileProblem(
        path,
        "a Core ML file ends in .mlmodel (a neural network) or .mlpackage (a program)")
    }
    let description = try description(
      graph, classes: classes, metadata: metadata, version: version, path: path)
    let plain = try StaticGraph(graph, path: path)
    var model = CoreMLModel()
    model.specificationVersion = form.specificationVersion
    model.description_p = description
    switch form {
    case .network:
      model.neuralNetworkClassifier = try network(plain, classes, path)
      try AtomicFile.write(try serialized(model, path), to: path)
    case .program:
      let block = CoreMLProgramBlock(
        plain, probabilities: probabilities, classes: classes, label: label)
      model.mlProgram = program(block, plain, description)
      try ModelPackage.write(
        model: try serialized(model, path), weights: block.weights.bytes, to: path)
    }
  }

  private static func network(
    _ graph: StaticGraph, _ classes: [String], _ path: String
  ) throws(FileProblem) -> CoreMLNeuralNetworkClassifier {
    let network = try CoreMLNetwork(graph, probabilities: probabilities, path: path)
    return .with {
      $0.layers = network.layers
      $0.arrayInputShapeMapping = .exactArrayMapping
      $0.imageInputShapeMapping = .rank4ImageMapping
      $0.stringClassLabels.vector = classes
      $0.labelProbabilityLayerName = probabilities
    }
  }

  private static func program(
    _ block: CoreMLProgramBlock, _ graph: StaticGraph, _ description: CoreMLModelDescription
  ) -> CoreMLProgram {
    .with {
      $0.version = 1
      $0.functions = [
        "main": .with {
          $0.inputs = [.with(graph.input.name, graph.input.type)]
          $0.opset = CoreMLProgramBlock.operators
          $0.blockSpecializations = [
            CoreMLProgramBlock.operators: .with {
              $0.outputs = description.output.map(\.name)
              $0.operations = block.operations
            }
          ]
        }
      ]
    }
  }

  private static func serialized(
    _ model: CoreMLModel, _ path: String
  ) throws(FileProblem) -> Data {
    let bytes: Data
    do {
      var options = BinaryEncodingOptions()
      options.useDeterministicOrdering = true
      bytes = try model.serializedBytes(options: options)
    } catch {
      throw FileProblem(path, "the model cannot be written for Core ML: \(error)")
    }
    guard bytes.count <= largestFile else {
      throw FileProblem(
        path, "the model takes \(bytes.count) bytes; at most \(largestFile) fit in one file")
    }
    return bytes
  }
}
