extension ExportCommand {
  /// What the help of `longtail export` says below its first line.
  static let discussion = """
    The file takes pictures of the network's size (resize them as its metadata says) and gives logits and
    calibrated probabilities. An ONNX file is read back and compared with the run before it is kept.

    Core ML gets a classifier with the names of the classes, that takes one image: a neural network in one
    .mlmodel file (iOS 13, macOS 10.15 and later; it may compute in float16), or a program in a .mlpackage (iOS 15,
    macOS 12 and later; float32). The graph that it is made from is compared with the run; the file itself is
    written by the published format and not run on Apple hardware. What a form cannot have is refused with the
    reason: calibrators that look up tables need the .mlpackage.

    Examples:
      longtail export runs/mine --output model.onnx
      longtail export runs/mine --calibrator none --prior uniform --output model.onnx
      longtail export runs/mine --sets sets.json --output model.onnx
      longtail export runs/mine --format coreml --output Model.mlpackage
      longtail export runs/balpoe --input float32-nchw --expert-logits --features --output model.onnx
    """
}
