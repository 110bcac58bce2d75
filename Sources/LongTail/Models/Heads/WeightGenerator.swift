import Torch

/// What makes a class's weights from a few of its samples (Gidaris, Komodakis, CVPR 2018, eqs 6 and 7), with features h and
/// known weights w at length 1:
///
///     w′ = φ_avg ⊙ mean_i h_i + φ_att ⊙ mean_i Σ_c softmax_c(γ ⟨q(h_i), k_c⟩) w_c
///
/// over known classes c; q is a linear layer, and it and the keys k are brought to length 1.
struct WeightGenerator {
  private let weight: Tensor
  private let keys: Tensor
  private let query: (weight: Tensor, bias: Tensor)
  private let sharpness: Tensor
  private let average: Tensor
  private let attended: Tensor

  /// Names below `classifier` of what it consists of.
  static let parts = ["weight"] + own.map { "generator." + $0 }
  private static let own = [
    "query.weight", "query.bias", "keys", "sharpness", "average", "attended",
  ]

  /// - Parameter tensor: gives a part by its name below `classifier`.
  init(_ tensor: (String) -> Tensor) {
    func own(_ name: String) -> Tensor { tensor("generator." + name) }
    weight = tensor("weight")
    keys = own("keys")
    query = (own("query.weight"), own("query.bias"))
    sharpness = own("sharpness")
    average = own("average")
    attended = own("attended")
  }

  /// - Parameters:
  ///   - features: of the samples, `[samples, width]`.
  ///   - members: which of the new classes each is of, `[samples, new]`, 1 in one place of each row.
  ///   - known: numbers of the known classes, `[known]`.
  /// - Returns: the new classes' weights, `[new, width]`.
  func weights(_ features: Tensor, members: Tensor, known: Tensor) -> Tensor {
    let samples = features.normalized(axis: 1)
    let ofClass = members.transposed(0, 1)
    let counts = ofClass.sum(axis: 1, keepingAxis: true)
    func mean(_ rows: Tensor) -> Tensor { ofClass.matmul(rows) / counts }
    let weights = weight.indexSelected(axis: 0, known).normalized(axis: 1)
    let queries = samples.linear(weight: query.weight, bias: query.bias).normalized(axis: 1)
    let places = keys.indexSelected(axis: 0, known).normalized(axis: 1)
    let shares = (queries.matmul(places.transposed(0, 1)) * sharpness).softmax(axis: 1)
    return mean(samples) * average + mean(shares.matmul(weights)) * attended
  }
}
