import ArrayFiles
import Torch

/// The direction of each class's text, for cosine classifiers on CLIP's features (LIFT, Shi et al., ICML 2024, section 4.2):
/// `w_c = P t_c / ‖P t_c‖`, t_c being the text's feature of length one and P `[width, embedding]` the image tower's projection.
///
/// Features of as many numbers as the network's own, such as means over descriptions in that space, are taken as directions;
/// where both are equally many, they are taken to be those of texts, and it is said. Rows are in the order of the classes.
public struct SemanticDirections: ClassifierFit {
  public static let name = "semantic-directions"
  public static let summary =
    "the direction of each class's text feature from a file, for cosine classifiers on CLIP"
  public static let needs = ["weight"]

  /// A file of `[classes, embedding]` or `[classes, width]`: npy, npz, safetensors or a table; `FILE:NAME` names one of
  /// several arrays.
  public var path = ""

  public init() {}

  public init(path: String) {
    self.path = path
  }

  public func validate() throws {
    guard !path.isEmpty else {
      throw SettingsError(
        "path", "expected a file of text features, a row for each class; found none")
    }
  }

  public var targetsUniformPrior: Bool { true }

  public func fitted(to data: ClassifierFitData) throws -> FittedClassifier {
    try data.requireDirections(Self.name)
    let place = try ArrayFile.read(path, names: ["text_features", "features"])
    let (array, width) = (place.array, data.training.shape[1])
    guard array.shape.count == 2, array.shape[0] == data.classes else {
      throw place.problem(
        "is \(array.shape); a row for each of \(data.classes) classes was expected")
    }
    let count = array.shape[1]
    let values = array.doubles()
    for label in 0..<data.classes {
      let row = values[label * count..<(label + 1) * count]
      guard row.allSatisfy(\.isFinite), row.contains(where: { $0 != 0 }) else {
        let what = row.allSatisfy(\.isFinite) ? "zeros alone" : "a number that is not finite"
        throw place.problem(row: label, "holds \(what); class \(label) would have no direction")
      }
    }
    let texts = Tensor(values, shape: array.shape, device: data.training.device)
    let projection = data.projection?.to(.float64)
    var directions = texts.normalized(axis: 1, floor: 1e-12)
    var remarks: [String] = []
    if let projection, projection.shape[1] == count {
      directions = directions.matmul(projection.transposed(0, 1)).normalized(axis: 1, floor: 1e-12)
      if count == width {
        remarks.append(
          "\(path): \(count) numbers a class could be features of texts or of pictures; they are taken to be those of "
            + "texts, and projected")
      }
    } else if count != width {
      let embedding =
        projection.map { "\($0.shape[1]), as the backbone's projection takes them, or" }
        ?? "(the backbone's file has no projection for features of texts)"
      throw place.problem("has \(count) numbers a class; expected \(embedding) \(width)")
    }
    return FittedClassifier(
      tensors: ["weight": directions.transposed(0, 1)], figures: [:], remarks: remarks)
  }
}
