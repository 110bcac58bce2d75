import ArrayFiles
import Foundation
import Torch

extension PretrainedWeights {
  /// Puts the file's weights into the backbone of a network.
  /// - Returns: what was found, assumed and done, for people; and the file's projection of features, where it has one.
  /// - Throws: `FileProblem` when the file is gone, has changed, or is that of another network.
  @discardableResult
  func load(
    into model: ExpertModel
  ) throws -> (remarks: [String], projection: NumericArray?) {
    let file = try opened(for: model.settings)
    let done = try file.load(into: model, interpolation: interpolation)
    return (remarks: file.remarks + done, projection: file.network.projection)
  }

  /// The file, which must be the one that the recipe was made with.
  /// - Parameter settings: of the network that it belongs to.
  /// - Returns: what it holds.
  /// - Throws: `FileProblem` when it is gone, has changed, or does not read.
  func opened(for settings: ModelSettings) throws -> PretrainedBackbone {
    guard FileManager.default.fileExists(atPath: path) else {
      throw FileProblem(
        path,
        "is not there, seen from \(FileManager.default.currentDirectoryPath): the recipe begins with these weights "
          + "(pretrained.path), whose SHA-256 is \(sha256); put the file back there")
    }
    let heads = (settings.backbone.item as? VisionTransformer)?.heads
    let file = try PretrainedBackbone(path, weights: weights, heads: heads)
    guard file.sha256 == sha256 else {
      throw FileProblem(
        path,
        "has changed since the recipe was made: its SHA-256 is \(file.sha256), the recipe says \(sha256)"
      )
    }
    return file
  }
}

extension PretrainedBackbone {
  /// Copies the weights into the backbone of a network, and into the backbones of experts where they have their own. What
  /// the network has beside it keeps its first values: classifiers, routers, adapters.
  /// - Parameters:
  ///   - model: a network with this backbone.
  ///   - interpolation: how learned places become those of pictures of another size.
  /// - Returns: what was done, for people.
  /// - Throws: `FileProblem` for another network, and for weights that are not finite numbers.
  @discardableResult
  public func load(
    into model: ExpertModel, interpolation: PositionInterpolation
  ) throws -> [String] {
    let own = type(of: model.settings.backbone.item).name
    let other = type(of: network.backbone).name
    guard own == other else {
      throw FileProblem(path, "is a \(other); the network's backbone is \(own)")
    }
    var arrays = network.arrays
    var remarks: [String] = []
    if let transformer = model.settings.backbone.item as? VisionTransformer,
      let places = arrays["pos_embed"], places.shape.count == 3
    {
      let grid = transformer.grid(for: model.input)
      let fitted = interpolation.resized(places, to: grid)
      if fitted.shape != places.shape {
        let side = network.side / transformer.patch
        remarks.append(
          "\(path): places of \(side)×\(side) patches are resized to \(grid.rows)×\(grid.columns) "
            + "(\(interpolation.rawValue) bicubic)")
      }
      arrays["pos_embed"] = fitted
    }
    let expected = Set(try names(for: model))
    var wanted: [String: NumericArray] = [:]
    for (name, tensor) in model.store.tensors {
      let bare = withoutExpert(name)
      guard ExpertModel.isBackbone(name), expected.contains(bare), let array = arrays[bare] else {
        guard !expected.contains(bare) || bare.hasSuffix("num_batches_tracked") else {
          throw FileProblem(path, "lacks \(bare), which \(own) with these settings has")
        }
        wanted[name] = tensor.numericArray()
        continue
      }
      guard array.shape == tensor.shape else {
        throw FileProblem(
          path, at: network.fileNames[bare] ?? bare,
          "is \(array.shape) instead of \(tensor.shape), as the network on \(model.input) has it")
      }
      try requireFinite(array, name: network.fileNames[bare] ?? bare)
      wanted[name] = array
    }
    let left = arrays.keys.filter { !expected.contains($0) }.sorted()
    guard left.isEmpty else {
      throw FileProblem(
        path,
        "holds \(left.map { network.fileNames[$0] ?? $0 }.listed(most: 4)), which \(own) with these settings does not have"
      )
    }
    try model.store.load(wanted, from: path)
    return remarks
  }

  /// The tensors of the bare backbone.
  private func names(for model: ExpertModel) throws -> [String] {
    let bare = try ExpertModel(
      ModelSettings(backbone: model.settings.backbone.backbone), input: model.input, classes: 2,
      store: ParameterStore(seed: 0, isOutline: true))
    return bare.store.tensors.map(\.name).filter(ExpertModel.isBackbone)
  }

  private func requireFinite(_ array: NumericArray, name: String) throws(FileProblem) {
    guard array.elementType.isFloatingPoint else { return }
    let values = array.floats()
    guard let first = values.first(where: { !$0.isFinite }) else { return }
    throw FileProblem(
      path, at: name,
      "holds \(first.isNaN ? "NaN" : "an infinite number"); weights of a training that diverged cannot be used"
    )
  }
}

extension PretrainedNetwork {
  /// - Throws: `FileProblem` for tensors of other shapes than the architecture's.
  func requireShapes(in path: String) throws {
    func expected(_ backbone: some Backbone) throws -> ExpertModel {
      try ExpertModel(
        ModelSettings(backbone: backbone),
        input: .picture(height: side, width: side, channels: 3), classes: 2,
        store: ParameterStore(seed: 0, isOutline: true))
    }
    let model = try expected(backbone)
    let wrong = model.store.tensors.compactMap { name, tensor -> String? in
      guard ExpertModel.isBackbone(name), let array = arrays[name], array.shape != tensor.shape
      else { return nil }
      return "\(fileNames[name] ?? name) is \(array.shape) instead of \(tensor.shape)"
    }
    guard wrong.isEmpty else {
      throw FileProblem(path, "wrong shape: " + wrong.sorted().listed(most: 4))
    }
  }

  /// The architecture, for people.
  var architectureWords: String {
    guard let transformer = backbone as? VisionTransformer else {
      return "\(type(of: backbone).name) for \(side)×\(side)"
    }
    var words =
      "vit of width \(transformer.width), \(transformer.depth) blocks, patches of \(transformer.patch), "
      + "\(side)×\(side)"
    if transformer.normalizesFirst { words += ", a norm before the blocks" }
    if transformer.layerScale != nil { words += ", LayerScale" }
    if transformer.registers > 0 { words += ", \(transformer.registers) registers" }
    return words
  }
}
