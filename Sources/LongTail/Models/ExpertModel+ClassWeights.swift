import Torch

extension ExpertModel {
  /// What multiplies the features of a single network for each class, `[classes, width]`, with its gradient; `nil`
  /// for several experts, and for classifiers that have nothing of that shape.
  var classWeights: Tensor? {
    guard settings.experts == 1,
      let weight = store.parameters.first(where: { $0.name == "classifier.weight" })?.tensor
    else { return nil }
    // Cosine classifiers have a column for each class, all others a row.
    let rows = settings.classifier.head.cosineScale == nil ? weight : weight.transposed(0, 1)
    return rows.shape == [classes, featureWidth] ? rows : nil
  }
}
