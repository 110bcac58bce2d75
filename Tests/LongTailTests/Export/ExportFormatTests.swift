import ModelExport
import Testing

@testable import LongTail

struct ExportFormatTests {
  @Test(arguments: ExportFormat.allCases)
  func `a format takes pictures as it does unless said otherwise`(format: ExportFormat) {
    let path = format == .onnx ? "m.onnx" : "m.mlmodel"
    #expect(format.refusal(path: path, input: format.standardInput) == nil)
    #expect(format.refusal(path: path, input: .normalized) == nil)
  }

  @Test func `ONNX has no images`() {
    #expect(
      ExportFormat.onnx.refusal(path: "m.onnx", input: .image)?.contains("uint8-nhwc") == true)
  }

  @Test func `Core ML has no bytes but images`() {
    for input in [ExportedInput.bytes, .bytesChannelsFirst] {
      let refusal = ExportFormat.coreml.refusal(path: "m.mlpackage", input: input)
      #expect(refusal?.contains("image") == true && refusal?.contains("float32-nchw") == true)
    }
  }

  @Test func `Core ML's files end as their form does`() {
    for path in ["a/m.mlmodel", "m.mlpackage", "m.mlpackage/"] {
      #expect(ExportFormat.coreml.refusal(path: path, input: .image) == nil, "\(path)")
    }
    for path in ["m", "m.onnx", "mlmodel", "m.mlmodelc"] {
      #expect(
        ExportFormat.coreml.refusal(path: path, input: .image)?.contains(".mlpackage") == true,
        "\(path)")
    }
  }

  @Test func `an output is never called like the input`() {
    let numbers = ModelGraph.Port("features", extents: [5])
    #expect(ExportedNetwork.featurePort(beside: numbers, width: 9).name == "network_features")
    let pictures = ModelGraph.Port("pictures", .byte, extents: [8, 8, 3])
    #expect(ExportedNetwork.featurePort(beside: pictures, width: 9).name == "features")
  }
}
