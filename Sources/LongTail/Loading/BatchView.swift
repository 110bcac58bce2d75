import Torch

/// One look at the samples of a batch: what is made of their pictures.
struct BatchView: Sendable {
  /// Which of the looks that the pictures' own framing has.
  var look = 0
  let augmentations: [any Augmentation]
}

/// How pictures are brought to the frame in training, and by what draws.
struct TrainingFraming: Sendable {
  let framing: any Framing
  let frame: PictureFrame

  /// What is made of a picture before its view's augmentations; where the framing leaves it at a size of its own, the first
  /// of them cuts.
  func cut(
    of picture: PictureSize, for view: BatchView, using random: inout CounterBasedGenerator
  ) -> PictureCut {
    let framed = frame.cuts(of: picture, by: framing)[0]
    guard !framing.fillsFrame else { return framed }
    guard let first = view.augmentations.first as? any CuttingAugmentation else {
      preconditionFailure("no augmentation cuts the frame out of pictures of any size")
    }
    return frame.filtered(first.cut(of: framed.whole, to: frame.size, using: &random))
  }

  /// The augmentations that follow.
  func rest(of view: BatchView) -> ArraySlice<any Augmentation> {
    view.augmentations.dropFirst(framing.fillsFrame ? 0 : 1)
  }
}
