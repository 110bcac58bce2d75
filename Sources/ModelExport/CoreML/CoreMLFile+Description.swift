import ArrayFiles
import SwiftProtobuf

extension CoreMLFile {
  /// What goes in and what comes out.
  static func description(
    _ graph: ModelGraph, classes: [String], metadata: [String: String], version: String,
    path: String
  ) throws(FileProblem) -> CoreMLModelDescription {
    guard let port = graph.outputs.first(where: { $0.name == probabilities }),
      port.extents == [classes.count]
    else {
      throw FileProblem(
        path, "a Core ML classifier needs one probability for each of \(classes.count) classes")
    }
    var seen: Set<String> = []
    for (place, name) in classes.enumerated() where !seen.insert(name).inserted {
      throw FileProblem(
        path, at: "class \(place)",
        "Core ML tells classes apart by their names, and two are called “\(name)”; give them different names"
      )
    }
    let input = try input(graph.input, path)
    return .with {
      $0.input = [input]
      $0.output =
        [
          feature(label, "The likeliest class.", .with { $0.stringType = .init() }),
          feature(
            probabilities, "The probability of each class.",
            .with { $0.dictionaryType.stringKeyType = .init() }),
        ]
        + graph.outputs.filter { $0.name != probabilities }
        .map { feature($0.name, meaning(of: $0), array(extents: $0.extents)) }
      $0.predictedFeatureName = label
      $0.predictedProbabilitiesName = probabilities
      $0.metadata.shortDescription =
        "A classifier of \(classes.count) classes, trained by longtail. Its file was "
        + "written and inspected, not run on Apple hardware."
      $0.metadata.author = "longtail"
      $0.metadata.versionString = version
      $0.metadata.userDefined = metadata
    }
  }

  private static func input(
    _ port: ModelGraph.Port, _ path: String
  ) throws(FileProblem) -> CoreMLFeatureDescription {
    guard port.element == .byte else {
      return feature(
        port.name, "Numbers as the network takes them.", array(extents: port.extents))
    }
    guard port.extents.count == 3, let channels = port.extents.first,
      channels == 1 || channels == 3
    else {
      throw FileProblem(
        path, at: port.name,
        "Core ML takes images of 1 or 3 channels, as channels, height and width; these are \(port.extents); "
          + "numbers that are normalised already can have others")
    }
    return feature(
      port.name, "Of the network's size; normalised inside.",
      .with {
        $0.imageType.height = Int64(port.extents[1])
        $0.imageType.width = Int64(port.extents[2])
        $0.imageType.colorSpace = channels == 3 ? .rgb : .grayscale
      })
  }

  private static func feature(
    _ name: String, _ meaning: String, _ type: CoreMLFeatureType
  ) -> CoreMLFeatureDescription {
    .with {
      $0.name = name
      $0.shortDescription = meaning
      $0.type = type
    }
  }

  private static func array(extents: [Int]) -> CoreMLFeatureType {
    .with {
      $0.multiArrayType.shape = [1] + extents.map(Int64.init)
      $0.multiArrayType.dataType = .float32
    }
  }

  private static func meaning(of port: ModelGraph.Port) -> String {
    switch port.element {
    case .boolean: "1 for each class in the set, in class order, else 0."
    case .float, .byte: "In class order where it is one number a class."
    }
  }
}
