import ArrayFiles
import Calibration
import Foundation
import ModelExport

/// What stands before and after the network in an exported file.
enum ExportedNetwork {
  /// What the runtime hands in.
  static func port(of trained: TrainedModel, _ input: ExportedInput) -> ModelGraph.Port {
    switch (trained.description.input, input) {
    case (.features(let width), _): ModelGraph.Port("features", extents: [width])
    case (.picture(let height, let width, let channels), .bytes):
      ModelGraph.Port("pictures", .byte, extents: [height, width, channels])
    case (.picture(let height, let width, let channels), .bytesChannelsFirst):
      ModelGraph.Port("pictures", .byte, extents: [channels, height, width])
    case (.picture(let height, let width, let channels), .image):
      ModelGraph.Port("image", .byte, extents: [channels, height, width])
    case (.picture(let height, let width, let channels), .normalized):
      ModelGraph.Port("pictures", extents: [channels, height, width])
    }
  }

  /// What the runtime gets the network's features by: `features`, unless that is what it hands in.
  static func featurePort(beside input: ModelGraph.Port, width: Int) -> ModelGraph.Port {
    ModelGraph.Port(
      input.name == "features" ? "network_features" : "features", extents: [width])
  }

  /// The batch as the network takes it: bytes over 255, freed from the mean and deviation of the run.
  static func normalized(
    _ trained: TrainedModel, _ input: ExportedInput, in graph: GraphBuilder
  ) -> GraphValue {
    guard case .picture(_, _, let channels) = trained.description.input, input != .normalized
    else { return graph.input }
    var value = graph.input
    if input == .bytes {
      value = graph.operation("Transpose", [value], ["perm": .integers([0, 3, 1, 2])])
    }
    // 1: float.
    value = graph.operation("Cast", [value], ["to": .integer(1)])
    let normalization = trained.description.normalization
    let shape = [1, channels, 1, 1]
    let factors = normalization.deviation.map { 1 / (255 * $0) }
    let shifts = zip(normalization.mean, normalization.deviation).map { -$0 / $1 }
    value = graph.multiply(
      value, graph.constant(GraphTensor(factors, shape: shape), "inverse_deviation"))
    return graph.add(value, graph.constant(GraphTensor(shifts, shape: shape), "mean"))
  }

  /// - Throws: `FileProblem` for a calibrator that cannot be operators of a graph.
  static func probabilities(
    _ outputs: ExportedOutputs, calibrator: (name: String, fitted: FittedCalibration)?,
    run: String, in graph: GraphBuilder
  ) throws -> GraphValue {
    guard let (name, fitted) = calibrator else { return graph.softmax(outputs.logits) }
    let exportable = try fitted.calibrators.map { one in
      guard let one = one as? any ExportableCalibrator else {
        let reason = (one as? any UnexportableCalibrator)?.reason ?? "it is no operators of a graph"
        throw FileProblem(
          run,
          "its calibrator \(name) cannot be exported: \(reason); choose another with --calibrator, or none"
        )
      }
      return one
    }
    guard case .each(let calibrators) = fitted else {
      return exportable[0].export(outputs.logits, in: graph)
    }
    let each = zip(exportable, outputs.expertLogits).map { $0.export($1, in: graph) }
    switch calibrators.combination {
    case .meanProbabilities: return graph.mean(each)
    case .meanLogits: return graph.softmax(graph.mean(each.map { graph.logarithm($0) }))
    }
  }
}

extension ExportedOutputs {
  /// z − τ log π, as the run's prediction rule has it.
  func adjusted(
    by rule: PredictionRule, counts: [Int], in graph: GraphBuilder
  ) -> ExportedOutputs {
    guard rule.logitAdjustment != 0 else { return self }
    let total = Double(counts.reduce(0, +))
    let offsets = graph.row(
      counts.map { -rule.logitAdjustment * log(Double($0) / total) }, "adjustment")
    return ExportedOutputs(
      logits: graph.add(logits, offsets), expertLogits: expertLogits.map { graph.add($0, offsets) },
      features: features)
  }
}
