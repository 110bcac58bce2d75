import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

/// Files of Tests/Fixtures/weight_set_fixtures.py: one network, as programs of the field save it.
struct WeightSetTests {
  private static let names = [
    "hidden.weight", "hidden.bias", "classifier.weight", "classifier.bias",
  ]

  private func read(_ name: String) throws -> Checkpoint {
    try TensorArchive.read(fixtureFile("weight-sets/\(name).pt").path)
  }

  private func expect(
    _ set: WeightSet, is value: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(!set.tensors.isEmpty, sourceLocation: sourceLocation)
    for (name, array) in set.tensors {
      #expect(array.doubles().allSatisfy { $0 == value }, "\(name)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [
    ("compiled", ["_orig_mod."]), ("compiled-parallel", ["_orig_mod.module."]),
    ("parallel-compiled", ["module._orig_mod."]), ("averaged", ["module."]),
  ])
  func `wrappers around the network are taken off and said`(
    _ name: String, _ prefixes: [String]
  ) throws {
    let checkpoint = try read(name)
    let set = try checkpoint.weights()
    #expect(set.tensors.map(\.name).filter { $0 != "n_averaged" } == Self.names)
    #expect(set.removedPrefixes == prefixes)
    #expect(
      checkpoint.remarks(on: set) == ["\(checkpoint.path): taken off the names: \(prefixes[0])"])
  }

  @Test func `a wrapper around a part is taken off that part`() throws {
    let set = try read("compiled-part").weights()
    #expect(
      set.tensors.map(\.name).sorted() == [
        "model.fc.bias", "model.fc.weight", "model.trunk.hidden.bias", "model.trunk.hidden.weight",
      ])
    #expect(set.removedPrefixes == ["_orig_mod."])
  }

  @Test(arguments: [
    ("timm", ["raw", "ema"], ["state_dict", "state_dict_ema"]),
    ("nested-ema", ["raw", "ema"], ["model", "ema.module"]),
    ("lightning-ema", ["ema", "raw"], ["state_dict.ema_model", "state_dict.model"]),
    ("bare-ema", ["ema", "raw"], ["ema", ""]),
  ])
  func `averages come before raw weights, and both can be asked for`(
    _ name: String, _ names: [String], _ places: [String]
  ) throws {
    let checkpoint = try read(name)
    #expect(checkpoint.sets.map(\.name) == names)
    #expect(checkpoint.sets.map(\.place) == places)
    for set in checkpoint.sets { #expect(set.tensors.map(\.name) == Self.names) }
    let taken = try checkpoint.weights()
    #expect(taken.name == "ema")
    expect(taken, is: 0.5)
    expect(try checkpoint.weights("raw"), is: 0.25)
    expect(try checkpoint.weights(places[0]), is: names[0] == "ema" ? 0.5 : 0.25)
    let remark = try #require(checkpoint.remarks(on: taken).first)
    #expect(
      remark.contains("the weights ema") && remark.contains("raw") && remark.contains("--weights"))
  }

  @Test(arguments: ["state-dict-ema", "ema-model"])
  func `the only weights are taken, whatever they are, and it is said`(_ name: String) throws {
    let checkpoint = try read(name)
    let set = try checkpoint.weights()
    expect(set, is: 0.5)
    #expect(set.tensors.map(\.name) == Self.names)
    #expect(checkpoint.remarks(on: set).first?.contains("those of ema") == true)
  }

  @Test func `of MoCo's encoders the one that gradients train is taken`() throws {
    let checkpoint = try read("moco")
    #expect(checkpoint.sets.map(\.place) == ["state_dict.encoder_q", "state_dict.encoder_k"])
    expect(try checkpoint.weights(), is: 0.25)
    expect(try checkpoint.weights("key"), is: 0.5)
    #expect(checkpoint.values.map(\.name) == ["arch", "queue", "queue_ptr"])
    #expect(try read("encoder-q").weights().tensors.map(\.name) == Self.names)
  }

  @Test(arguments: [
    ("dino", ["student", "teacher"], [0.75, 1]),
    ("distillation", ["student", "teacher"], [0.75, 1]),
    ("best-last", ["best", "last"], [0.25, 0.5]), ("two-models", ["model", "net"], [0.25, 0.5]),
  ])
  func `where programs differ nothing is guessed`(
    _ name: String, _ sets: [String], _ values: [Double]
  ) throws {
    let checkpoint = try read(name)
    #expect(checkpoint.preferredSet == nil)
    let problem = #expect(throws: FileProblem.self) { try checkpoint.weights() }?.problem ?? ""
    #expect(problem.contains("2 sets") && problem.contains("--weights"))
    for (set, value) in zip(sets, values) {
      #expect(problem.contains(set))
      expect(try checkpoint.weights(set), is: value)
    }
    let unknown = #expect(throws: FileProblem.self) { try checkpoint.weights("ema2") }
    #expect(unknown?.problem.contains("no weights “ema2”") == true)
    #expect(unknown?.problem.contains(sets[1]) == true)
  }

  @Test func `what is below a part of the names can be asked for`() throws {
    let checkpoint = try read("left-right")
    #expect(checkpoint.sets.count == 1)
    expect(try checkpoint.weights("left"), is: 0.25)
    expect(try checkpoint.weights("right."), is: 0.5)
  }

  @Test func `safetensors are told apart in the same way`() throws {
    let folder = try TemporaryFolder()
    let one = NumericArray([Float(1), 2], shape: [2])
    let two = NumericArray([Float(3), 4], shape: [2])
    let path = folder("weights.safetensors")
    try SafetensorsFile.write(
      [("student._orig_mod.a", one), ("teacher._orig_mod.a", two)], to: path)
    let checkpoint = try TensorArchive.read(path)
    #expect(checkpoint.sets.map(\.name) == ["student", "teacher"])
    #expect(try checkpoint.weights("teacher")["a"]?.floats() == [3, 4])
    try SafetensorsFile.write([("query.weight", one), ("key.weight", two)], to: path)
    // The words for attention's layers are no roles by themselves.
    #expect(try TensorArchive.read(path).sets.count == 1)
    try SafetensorsFile.write([("_orig_mod.a", one), ("a", two)], to: path)
    #expect(
      try TensorArchive.read(path).weights().tensors.map(\.name).sorted() == ["_orig_mod.a", "a"])
  }
}
