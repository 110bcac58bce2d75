import ArrayFiles
import Foundation
import Torch

/// A file of weights that others have trained, understood as one of this package's backbones.
public struct PretrainedBackbone: Sendable {
  /// As it was given.
  public let path: String
  /// Of the file, in hexadecimal; of an index, over all its files in the order of their names.
  public let sha256: String
  /// The name of the set of weights that was taken, where the file holds several.
  public let weights: String?
  /// What the file describes, under this package's names.
  public let network: PretrainedNetwork
  /// What was found and assumed, for people: a sentence each, with `warning: ` in front of what may be wrong.
  public let remarks: [String]

  /// Reads safetensors, a PyTorch checkpoint, an npz file of google-research, or the index of several files, with `config.json` and
  /// `preprocessor_config.json` where they lie beside it.
  /// - Parameters:
  ///   - path: the file.
  ///   - wanted: of a file with several sets of weights, such as "teacher"; `nil` takes the one that the field's
  ///     programs would.
  ///   - heads: of a transformer's attention, where neither its configuration nor its width tells.
  /// - Throws: `FileProblem` for what is no image encoder that this package has, and says what it is where its names tell;
  ///   for tensors that are missing, not expected, or of a wrong shape, by name.
  public init(_ path: String, weights wanted: String? = nil, heads: Int? = nil) throws {
    self.path = path
    let files = try PretrainedFiles(path, weights: wanted)
    var notes = PretrainedNotes.beside(path)
    if let heads { notes.heads = heads }
    try UnfitWeights.refuse(files.arrays, in: path)
    let names = Set(files.arrays.keys)
    let found = PretrainedNamings.all.lazy.compactMap { naming in
      naming.start(among: names).map { (naming: naming, start: $0) }
    }.first
    guard let (naming, start) = found else {
      throw FileProblem(
        path,
        "holds \(names.count) tensors, such as \(names.sorted().listed(most: 3)), in which no image encoder is "
          + "recognised; expected a ViT (timm, Hugging Face, OpenAI, open_clip, torchvision), ConvNeXt, EfficientNet-Lite0, MobileNetV2 or ResNet"
      )
    }
    var network = try naming.network(files.arrays, below: start, notes: notes, file: path)
    network.projection = Self.projection(files.arrays, below: start)
    self.network = network
    try network.requireShapes(in: path)
    sha256 = files.sha256
    weights = files.weights
    let place = start.isEmpty ? "" : " below “\(start)”"
    var remarks = [
      "\(path): \(network.family.name), \(network.architectureWords), by the names of \(naming.title)\(place)"
    ]
    remarks += network.assumptions.map { "\(path): \($0)" }
    remarks += network.doubts.map { "warning: \(path): \($0)" }
    if !network.ignored.isEmpty {
      remarks.append(
        "\(path): \(network.ignored.count) tensors of no image encoder are left: "
          + network.ignored.listed(most: 3))
    }
    self.remarks = remarks + files.remarks
  }

  /// CLIP's projection of features: `proj` `[width, embedding]` of OpenAI's and open_clip's towers, `head.proj.weight` of
  /// timm's within open_clip and Hugging Face's `visual_projection.weight`, both `[embedding, width]`.
  private static func projection(
    _ arrays: [String: NumericArray], below start: String
  ) -> NumericArray? {
    if let own = arrays[start + "proj"], own.shape.count == 2 { return own }
    let turned =
      arrays["visual.head.proj.weight"]
      ?? arrays["visual_projection.weight"]
    guard let turned, turned.shape.count == 2 else { return nil }
    return Tensor(turned).transposed(0, 1).numericArray()
  }
}

/// The tensors of a file, or of all files of an index.
private struct PretrainedFiles {
  let arrays: [String: NumericArray]
  let sha256: String
  let weights: String?
  let remarks: [String]

  init(_ path: String, weights wanted: String?) throws {
    if path.hasSuffix(".npz") {
      guard wanted == nil else {
        throw FileProblem(
          path, "is an npz file of one set of weights; --weights is for files with several")
      }
      arrays = try NPZFile.read(path)
      sha256 = try ContentDigest.ofFile(path)
      weights = nil
      remarks = []
      return
    }
    guard path.hasSuffix(".index.json") else {
      let checkpoint = try TensorArchive.read(path)
      let set = try checkpoint.weights(wanted)
      arrays = Dictionary(set.tensors.map { ($0.name, $0.array) }, uniquingKeysWith: { $1 })
      sha256 = try ContentDigest.ofFile(path)
      weights = checkpoint.sets.count > 1 || wanted != nil ? set.name : nil
      remarks = checkpoint.remarks(on: set)
      return
    }
    guard wanted == nil else {
      throw FileProblem(
        path, "is an index, whose files are one set of weights; --weights is for files with several"
      )
    }
    let index = try readJSON(path, as: Index.self, what: "the index of a checkpoint in parts")
    let digest = ContentDigest()
    var found: [String: NumericArray] = [:]
    for name in Set(index.weight_map.values).sorted() {
      guard !name.contains("/"), name != ".." else {
        throw FileProblem(path, at: "weight_map", "\(name) is no name of a file beside it")
      }
      let file = (path.parentFolder as NSString).appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: file) else {
        throw FileProblem(path, "names the part \(name), which is not beside it")
      }
      for set in try TensorArchive.read(file).sets {
        for tensor in set.tensors { found[tensor.name] = tensor.array }
      }
      digest.add(try ContentDigest.ofFile(file))
    }
    let missing = index.weight_map.keys.filter { found[$0] == nil }.sorted()
    guard missing.isEmpty else {
      throw FileProblem(path, "its parts lack \(missing.listed(most: 4))")
    }
    arrays = found
    sha256 = digest.hexadecimal()
    weights = nil
    remarks = []
  }

  private struct Index: Decodable {
    let weight_map: [String: String]
  }
}

extension PretrainedNotes {
  /// What the configuration files in a file's folder say.
  fileprivate static func beside(_ path: String) -> PretrainedNotes {
    func read<Value: Decodable>(_ name: String, as type: Value.Type) -> Value? {
      let file = (path.parentFolder as NSString).appendingPathComponent(name)
      return FileManager.default.contents(atPath: file)
        .flatMap { try? JSONDecoder().decode(type, from: $0) }
    }
    var notes = PretrainedNotes()
    if let whole = read("config.json", as: Configuration.self) {
      let own = whole.vision_config ?? whole.tower
      notes.epsilon = own.layer_norm_eps
      notes.heads = own.num_attention_heads
      notes.activation =
        switch own.hidden_act {
        case "gelu": .gelu
        case "quick_gelu": .quickGELU
        case "gelu_new", "gelu_pytorch_tanh": .tanhGELU
        default: nil
        }
    }
    if let pixels = read("preprocessor_config.json", as: Pixels.self) {
      (notes.mean, notes.deviation) = (pixels.image_mean, pixels.image_std)
      // Pillow's numbers: 2 is bilinear, 3 bicubic.
      notes.isBicubic = pixels.resample.map { $0 == 3 }
    }
    return notes
  }

  private struct Tower: Decodable {
    var layer_norm_eps: Double?
    var num_attention_heads: Int?
    var hidden_act: String?
  }

  private struct Configuration: Decodable {
    var vision_config: Tower?
    var layer_norm_eps: Double?
    var num_attention_heads: Int?
    var hidden_act: String?

    var tower: Tower {
      Tower(
        layer_norm_eps: layer_norm_eps, num_attention_heads: num_attention_heads,
        hidden_act: hidden_act)
    }
  }

  private struct Pixels: Decodable {
    var image_mean: [Double]?
    var image_std: [Double]?
    var resample: Int?
  }
}
