import LongTail
import RunReports
import Testing

struct MethodPageTests {
  @Test func `a preset is shown with the network that it trains`() throws {
    let page = try MethodPage("ride").text()
    #expect(page.contains("--preset imagenet-lt/resnet50\n    network: resnet50 ("))
    #expect(page.contains("widths 64 and 128 and 192 and 384"))
    #expect(page.contains("a router sees the 30 largest logits"))
    #expect(page.contains("a router sees the 50 largest logits"))
  }

  @Test func `a stage of some classes says which`() throws {
    let page = try MethodPage("lfme").text()
    #expect(page.contains("the classes from 35 % to 70 %, the most frequent first"))
    #expect(page.contains("the classes from 39.1 % to 85.4 %, the most frequent first"))
  }

  @Test func `a preset has a page of its own`() throws {
    let page = try MethodPage("ride", preset: "imagenet-lt/resnet50").text()
    #expect(page.contains("On ImageNet-LT:\n\n  network: resnet50 ("))
    #expect(page.contains("a router sees the 50 largest logits"))
    #expect(page.contains("random-resized-crop"))
    #expect(!page.contains("cifar-100-lt"))
    #expect(page.hasSuffix("--method ride --preset imagenet-lt/resnet50 --yaml"))
  }

  @Test(arguments: Methods.names)
  func `every preset has a recipe as YAML for the data of its name`(_ name: String) throws {
    for preset in type(of: try Methods.method(named: name)).presets {
      let yaml = try MethodPage(name, preset: preset.names.last).yaml()
      let source =
        preset.dataset.hasPrefix("CIFAR-100-")
        ? "cifar100" : preset.dataset.hasPrefix("CIFAR-10-") ? "cifar10" : "image-folder"
      #expect(yaml.hasPrefix("method: \(name)\n"))
      #expect(yaml.contains("\(source):DIR"), "\(preset.names)")
    }
  }

  @Test func `a preset that there is not is refused with those there are`() {
    let error = #expect(throws: (any Error).self) {
      try MethodPage("ride", preset: "imagenet-tl/resnet50")
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains("imagenet-lt/resnet50"))
  }
}
