import Foundation

/// What the evidence of experts leaves unsure of each sample (Li, Han, Li, Fu, Zhang, CVPR 2022: TLC, eqs 2 to 6).
///
/// The evidence `exp(z)` gives a Dirichlet distribution with the strength `S = Σ (exp(z) + 1)`, which is unsure by C / S; the
/// experts together are unsure by the product of `(C / S_m) / (1 − K_m)`, K_m being the conflict between an expert's
/// beliefs and those of the one before.
public struct EvidentialUncertainty: Sendable {
  /// log (S / C) of each expert, `[experts][samples]`: −log of what it leaves unsure, 0 or more.
  private(set) var experts: [[Double]]
  /// −log of the product, `[samples]`.
  private(set) var ensemble: [Double]

  /// What all experts together leave unsure, `[samples]`, in [0, 1].
  public var uncertainties: [Double] { ensemble.map { exp(-$0) } }

  /// - Parameter logits: `[samples, classes]` of each expert, all of one shape.
  public init(_ logits: [Logits]) {
    let (samples, classes) = (logits.first?.samples ?? 0, logits.first?.classes ?? 1)
    experts = logits.map { _ in [Double](repeating: 0, count: samples) }
    ensemble = [Double](repeating: 0, count: samples)
    var former = [Double](repeating: 0, count: classes)
    var belief = former
    for sample in 0..<samples {
      var formerUnsure = 1.0
      for expert in logits.indices {
        let strength = logits[expert].withUnsafeValues { values in
          Self.logStrength(
            UnsafeBufferPointer(rebasing: values[sample * classes..<(sample + 1) * classes]),
            beliefs: &belief)
        }
        let sureness = max(0, strength - log(Double(classes)))
        let unsure = exp(-sureness)
        experts[expert][sample] = sureness
        ensemble[sample] += sureness
        if expert > 0 {
          // 1 − K without cancellation: what either leaves open, and what both believe alike.
          let alike = zip(former, belief).reduce(0) { $0 + $1.0 * $1.1 }
          let agreement = formerUnsure + unsure - formerUnsure * unsure + alike
          ensemble[sample] += log(max(agreement, .leastNormalMagnitude))
        }
        ensemble[sample] = max(0, ensemble[sample])
        formerUnsure = unsure
        swap(&former, &belief)
      }
    }
  }

  /// log S, and the belief in each class.
  private static func logStrength(
    _ logits: UnsafeBufferPointer<Float>, beliefs: inout [Double]
  ) -> Double {
    let rest = log(Double(logits.count))
    let largest = logits.reduce(rest) { max($0, Double($1)) }
    let sum = logits.reduce(exp(rest - largest)) { $0 + exp(Double($1) - largest) }
    let strength = largest + log(sum)
    for place in beliefs.indices { beliefs[place] = exp(Double(logits[place]) - strength) }
    return strength
  }
}
