import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

struct PyTorchCheckpointTests {
  private func read(_ name: String) throws -> Checkpoint {
    try PyTorchCheckpoint.read(checkpointFixture(name))
  }

  private func expected() throws -> [String: ExpectedTensor] {
    try fixture("checkpoints/expected", as: [String: ExpectedTensor].self)
  }

  private func values(of checkpoint: Checkpoint) -> [String: String] {
    Dictionary(uniqueKeysWithValues: checkpoint.values.map { ($0.name, $0.description) })
  }

  @Test(arguments: [
    ("full.pt", "PyTorch zip"), ("full-legacy.pth", "PyTorch legacy"),
    ("protocol-3.pt", "PyTorch zip"), ("protocol-4.pt", "PyTorch zip"),
    ("protocol-5.pt", "PyTorch zip"), ("without-checksums.pt", "PyTorch zip"),
  ])
  func `every form gives the same tensors and values`(_ name: String, _ format: String) throws {
    let checkpoint = try read(name)
    #expect(checkpoint.format == format)
    #expect(checkpoint.sets.map(\.place) == ["state_dict"])
    let weights = try checkpoint.weights()
    #expect(weights.removedPrefixes == [])
    expectTensors(of: weights, try expected())
    #expect(weights.tensors.first?.name == "conv.weight")
    #expect(
      values(of: checkpoint) == [
        "epoch": "186", "arch": "resnet32", "best_acc1": "0.5", "args.lr": "0.1",
        "args.schedule": "[160, 180]", "args.resume": "None", "args.cosine": "True",
        "optimizer.param_groups": "[a dictionary of 10 entries]",
      ])
  }

  @Test func `a bare state dictionary is the whole`() throws {
    let checkpoint = try read("bare.pt")
    let weights = try checkpoint.weights()
    #expect(weights.place == "")
    expectTensors(of: weights, try expected())
    #expect(checkpoint.values.isEmpty)
    #expect(weights["scalar"]?.doubles() == [7])
    #expect(weights["nothing"] == nil)
  }

  @Test func `the prefix of DataParallel is cut off and noted`() throws {
    let checkpoint = try read("parallel.pt")
    let weights = try checkpoint.weights()
    #expect(weights.tensors.map(\.name) == ["scalar", "slice"])
    #expect(weights.removedPrefixes == ["module."])
    #expect(weights.place == "net")
    #expect(values(of: checkpoint) == ["acc": "92.5"])
  }

  @Test func `dictionaries beside each other are joined by dots`() throws {
    let checkpoint = try read("two-parts.pt")
    let weights = try checkpoint.weights()
    #expect(weights.tensors.map(\.name) == ["state_dict_model.a", "state_dict_classifier.b"])
    #expect(weights.removedPrefixes == ["module."])
    #expect(weights.place == "")
  }

  @Test func `unsigned types without a storage class are read`() throws {
    let checkpoint = try read("unsigned.pt")
    let weights = try checkpoint.weights()
    #expect(weights.tensors.map(\.array.elementType) == [.uint16, .uint32, .uint64])
    for (_, array) in weights.tensors { #expect(array.doubles() == [1, 60000]) }
  }

  @Test func `files of big-endian machines are converted`() throws {
    let checkpoint = try read("big-endian.pt").weights()
    #expect(checkpoint["a"]?.floats() == [1, -2.5])
    #expect(checkpoint["b"]?.floats() == [258])
  }

  @Test(arguments: ["numbers.pt", "numbers-legacy.pth"])
  func `other values are described`(_ name: String) throws {
    let checkpoint = try read(name)
    #expect(try checkpoint.weights().tensors.map(\.name) == ["weight"])
    let halves = String(repeating: "0.5, ", count: 8)
    #expect(
      values(of: checkpoint) == [
        "float64": "0.25", "float32": "0.5", "int64": "-3", "uint64": "an integer of 9 bytes",
        "bool": "True", "type": "NumPy type i4", "counts": "int64 [3]: 500, 480, 3",
        "big_endian": "int32 [2]: 1, 2", "device": "torch.device['cpu']", "size": "[2, 3]",
        "element_type": "torch.float32", "huge": "an integer of 11 bytes",
        "negative": "-1099511627776", "bytes": "2 bytes", "set": "[1]",
        "path": "pathlib.PurePosixPath['runs', 'a']", "losses": "[\(halves)… (20)]",
        "nested.a.b": "[]",
      ])
  }

  @Test func `tensors of uncompressed files stay in the mapped file`() throws {
    let bytes = try Data(contentsOf: fixtureFile("checkpoints/bare.pt"))
    let checkpoint = try PyTorchCheckpoint.parse(bytes, path: "file")
    let array = try #require(try checkpoint.weights()["conv.weight"])
    let lies = bytes.withUnsafeBytes { whole in
      array.bytes.withUnsafeBytes { part in
        guard let start = whole.baseAddress, let place = part.baseAddress else { return false }
        return place >= start && place < start + whole.count
      }
    }
    #expect(lies)
  }

  @Test func `storages that are missing or short are named`() {
    expectRefusal("missing-storage.pt", "'0' is missing")
    expectRefusal("short-storage.pt", "24 elements of float32 were expected, the file has 92 bytes")
  }

  @Test func `other files are refused`() throws {
    let archive = fixtureFile("arrays/stored.npz").path
    #expect(
      throws: FileProblem(archive, "it is a ZIP archive without data.pkl, no PyTorch checkpoint")
    ) { try PyTorchCheckpoint.read(archive) }
    expectRefusal("expected.json", "not a PyTorch checkpoint")
    expectRefusal("torchscript.pt", "TorchScript")
  }

  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["LONGTAIL_CHECKPOINTS"] != nil,
      "set LONGTAIL_CHECKPOINTS to the folder of published checkpoints"),
    // Tensors, elements and sums as Python's torch.load gives them: Tests/Fixtures/checkpoint_sums.py.
    arguments: [
      Published(
        name: "resnet20-12fca82f.th", tensors: 97, elements: 271_098, sum: 1419291.8543588382,
        prefix: "module.", value: ("best_prec1", "91.78000183105469")),
      Published(
        name: "resnet32-d509ac18.th", tensors: 157, elements: 466_426, sum: 3095735.5848669074,
        prefix: "module.", value: ("best_prec1", "92.78000144958496")),
      Published(
        name: "imbalanced-dl_cifar10_exp_0.01_ERM_200_ckpt.best.pth.tar", tensors: 187,
        elements: 466_447, sum: 56943655.19760757, prefix: nil, value: ("best_acc1", "71.92")),
    ])
  func `published checkpoints are read`(_ published: Published) throws {
    let folder = try #require(ProcessInfo.processInfo.environment["LONGTAIL_CHECKPOINTS"])
    let checkpoint = try PyTorchCheckpoint.read("\(folder)/\(published.name)")
    #expect(checkpoint.format == "PyTorch legacy")
    #expect(checkpoint.sets.map(\.place) == ["state_dict"])
    let weights = try checkpoint.weights()
    #expect(weights.removedPrefixes == (published.prefix.map { [$0] } ?? []))
    #expect(weights.tensors.count == published.tensors)
    #expect(weights.tensors.reduce(0) { $0 + $1.array.count } == published.elements)
    // Sum over tensors of (1 + position) × sum of absolute values: an exchange shows too.
    let sum = weights.tensors.enumerated().reduce(0.0) { sum, item in
      sum + Double(item.offset + 1) * item.element.array.doubles().reduce(0) { $0 + abs($1) }
    }
    #expect(abs(sum / published.sum - 1) < 1e-12)
    #expect(values(of: checkpoint)[published.value.name] == published.value.description)
  }

  struct Published: Sendable {
    let name: String
    let tensors: Int
    let elements: Int
    let sum: Double
    let prefix: String?
    let value: (name: String, description: String)
  }
}
