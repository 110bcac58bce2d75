import ArrayFiles
import SwiftProtobuf

/// A graph as a Core ML program, in the operators of iOS 15 and macOS 12 (`CoreML5`), with numbers in float32.
struct CoreMLProgramBlock {
  static let operators = "CoreML5"
  /// Where a program of a package finds its weights.
  static let weightPath = "@model_path/weights/weight.bin"
  /// Fewer numbers than this stand in the program itself.
  static let fewestInFile = 10

  private(set) var operations: [CoreMLOperation] = []
  private(set) var weights = WeightFile()
  private var known: Set<String> = []

  /// - Parameters:
  ///   - graph: for one sample.
  ///   - probabilities: the output that the classes' probabilities are taken from.
  ///   - classes: one a probability.
  ///   - label: names the output with the likeliest class.
  init(_ graph: StaticGraph, probabilities: String, classes: [String], label: String) {
    for step in graph.steps {
      if step.output.name == probabilities {
        classify(step.inputs[0], classes, label: label, probabilities: probabilities)
      } else {
        add(step)
      }
    }
  }

  /// An operator; each of its inputs is stored numbers, or has been given before.
  mutating func append(
    _ kind: String, _ inputs: [(name: String, values: [StaticGraph.Value])],
    _ parameters: [(name: String, value: CoreMLValue)], to output: StaticGraph.Value
  ) {
    var bindings: [String: CoreMLArgument] = [:]
    for (name, values) in inputs {
      for value in values { store(value) }
      bindings[name] = .with {
        $0.arguments = values.map { value in .with { $0.name = value.name } }
      }
    }
    for (name, value) in parameters {
      let constant = "\(output.name)_\(name)"
      self.constant(constant, value)
      bindings[name] = .with { $0.arguments = [.with { $0.name = constant }] }
    }
    operations.append(
      .with {
        $0.type = kind
        $0.inputs = bindings
        $0.outputs = [.with(output.name, output.type)]
        $0.attributes = ["name": .text(output.name)]
      })
  }

  /// Numbers of the program, in the file of weights where they are many.
  mutating func stored(_ tensor: GraphTensor) -> CoreMLValue {
    stored(tensor.elements, shape: tensor.shape)
  }

  private mutating func stored(
    _ elements: GraphTensor.Elements, shape: [Int]
  ) -> CoreMLValue {
    switch elements {
    case .integer(let values): return .integers(values.map(Int32.init), shape: shape)
    case .float(let values) where values.count < Self.fewestInFile:
      return .floats(values, shape: shape)
    case .float(let values):
      let offset = weights.append(values)
      return .with {
        $0.type = .tensor(.float32, shape)
        $0.blobFileValue = .with {
          $0.fileName = Self.weightPath
          $0.offset = offset
        }
      }
    }
  }

  private mutating func store(_ value: StaticGraph.Value) {
    guard let elements = value.constant, known.insert(value.name).inserted else { return }
    constant(value.name, stored(elements, shape: value.shape))
  }

  private mutating func constant(_ name: String, _ value: CoreMLValue) {
    operations.append(
      .with {
        $0.type = "const"
        $0.outputs = [.with(name, value.type)]
        $0.attributes = ["name": .text(name), "val": value]
      })
  }

  private mutating func classify(
    _ scores: StaticGraph.Value, _ classes: [String], label: String, probabilities: String
  ) {
    operations.append(
      .with {
        $0.type = "classify"
        $0.inputs = [
          "probabilities": .with { $0.arguments = [.with { $0.name = scores.name }] },
          // Runtimes want them here, not as a constant by name.
          "classes": .with { $0.arguments = [.with { $0.value = .list(of: classes) }] },
        ]
        $0.outputs = [
          .with(label, .tensor(.string, [])),
          .with(
            probabilities,
            .with {
              $0.dictionaryType.keyType = .tensor(.string, [])
              $0.dictionaryType.valueType = .tensor(.float64, [])
            }),
        ]
        $0.attributes = ["name": .text("classify")]
      })
  }
}
