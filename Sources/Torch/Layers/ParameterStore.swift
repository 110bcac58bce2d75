public import ArrayFiles

/// All tensors of a model, by name.
///
/// Each parameter is drawn from a stream of its own, named by the seed and its name, so that adding a
/// layer leaves the others as they were, and the device and the element type change nothing but
/// rounding.
public final class ParameterStore {
  private struct Entry {
    let name: String
    let tensor: Tensor
    let isParameter: Bool
  }

  /// What the initial values are drawn from, together with each parameter's name.
  public let seed: UInt64
  /// Where all the tensors lie.
  public let device: Device
  /// The element type of parameters and, unless they say otherwise, of buffers.
  public let dtype: DType
  private var entries: [Entry] = []
  private var names: Set<String> = []
  /// Whether tensors have their shapes alone.
  private let isOutline: Bool

  /// - Parameters:
  ///   - seed: of the initial values.
  ///   - device: where the tensors lie.
  ///   - dtype: the element type of parameters.
  ///   - isOutline: gives tensors that have their shapes but no memory for their elements: to count and
  ///     measure, not to compute with.
  public init(
    seed: UInt64, device: Device = .cpu, dtype: DType = .float32, isOutline: Bool = false
  ) {
    precondition(dtype.isFloatingPoint, "parameters of \(dtype) cannot be trained")
    self.seed = seed
    self.device = device
    self.dtype = dtype
    self.isOutline = isOutline
  }

  /// The place at the top, whose names have nothing before them.
  public var root: ParameterPath { ParameterPath(store: self, prefix: "") }

  /// The trainable tensors, in the order of their creation.
  public var parameters: [(name: String, tensor: Tensor)] {
    entries.filter(\.isParameter).map { ($0.name, $0.tensor) }
  }

  /// The other tensors of the model's state, in the order of their creation.
  public var buffers: [(name: String, tensor: Tensor)] {
    entries.filter { !$0.isParameter }.map { ($0.name, $0.tensor) }
  }

  /// Parameters and buffers, in the order of their creation.
  public var tensors: [(name: String, tensor: Tensor)] {
    entries.map { ($0.name, $0.tensor) }
  }

  /// Lets `backward` compute gradients for those parameters whose name satisfies `isTrained`, and for
  /// no others; forgets all gradients.
  public func train(where isTrained: (String) -> Bool) {
    for (name, tensor) in parameters {
      tensor.clearGradient()
      tensor.setRequiresGradient(isTrained(name))
    }
  }

  /// Copies of all tensors, in the order of their creation.
  public func state() -> [(name: String, array: NumericArray)] {
    entries.map { ($0.name, $0.tensor.numericArray()) }
  }

  /// Takes over a state, which comes from `path`; changes nothing when it throws.
  ///
  /// - Throws: `FileProblem` when names are missing or not expected, or shapes differ.
  public func load(_ arrays: [String: NumericArray], from path: String) throws(FileProblem) {
    try Torch.load(arrays, from: path, into: tensors)
  }

  func addParameter(_ name: String, _ shape: [Int], _ initial: Initialization) -> Tensor {
    guard !isOutline else {
      let tensor = outline(shape)
      add(Entry(name: name, tensor: tensor, isParameter: true))
      return tensor
    }
    var generator = CounterBasedGenerator(seed: seed, stream: stableHash(name))
    var tensor = Tensor(initial.elements(shape, using: &generator), shape: shape)
      .to(dtype).to(device)
    // Convolutions are fastest, and make channels-last images, when their filters are so too.
    if shape.count == 4 { tensor = tensor.channelsLast() }
    tensor.setRequiresGradient(true)
    add(Entry(name: name, tensor: tensor, isParameter: true))
    return tensor
  }

  func addBuffer(_ name: String, _ shape: [Int], fill: Double, dtype: DType?) -> Tensor {
    let tensor =
      isOutline
      ? outline(shape) : Tensor.full(shape, fill, dtype: dtype ?? self.dtype, device: device)
    add(Entry(name: name, tensor: tensor, isParameter: false))
    return tensor
  }

  /// One element that stands for all.
  private func outline(_ shape: [Int]) -> Tensor {
    Tensor.full([Int](repeating: 1, count: shape.count), 0, dtype: dtype).expanded(to: shape)
  }

  private func add(_ entry: Entry) {
    precondition(
      names.insert(entry.name).inserted, "there is a tensor named \(entry.name) already")
    entries.append(entry)
  }
}

/// The 64-bit FNV-1a hash: the same in every process, unlike `Hasher`'s.
private func stableHash(_ text: String) -> UInt64 {
  text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
