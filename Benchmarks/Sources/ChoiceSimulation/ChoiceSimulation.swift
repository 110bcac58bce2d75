import Calibration
import Foundation

/// What the choice of a calibrator costs beside the best fixed one and beside none, over resamples of real
/// outputs, as tables.
///
///     ChoiceSimulation CALIBRATION_DATA [SEEDS]
///
/// Ends with status 1 when the mean negative log-likelihood of the chosen one is more than 0.005 above that of the
/// best fixed candidate, its mean calibration error more than 0.2 points, or that of any family more than 0.5
/// points above no calibration; and when, with few samples, the mean negative log-likelihood of the chosen ones is
/// above that of none, or the calibration error of any family more than 0.5 points.
@main
struct ChoiceSimulation {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let data = arguments.first, let seeds = Int(arguments.dropFirst().first ?? "10") else {
      FileHandle.standardError.write(Data("usage: ChoiceSimulation DATA [SEEDS]\n".utf8))
      exit(2)
    }
    let sets = try OutputSet.balanced.map { ($0.name, try $0.read(in: data)) }
    let longTailed = try LongTailedOutputs(in: data)
    let many = try table(sets, longTailed, share: 1, seeds: seeds)
    print()
    let few = try table(sets, longTailed, share: 0.1, seeds: seeds)
    print()
    let transfer = try transferTable(longTailed, seeds: 2 * seeds)
    let isGood =
      many.all.likelihood(Family.chosen) <= many.all.bestFixed(\.likelihood) + 0.005
      && many.all.error(Family.chosen) <= many.all.bestFixed(\.error) + 0.2
      && few.all.likelihood(Family.chosen) <= few.all.likelihood("none")
      && (many.families + few.families + transfer).allSatisfy {
        $0.error(Family.chosen) <= $0.error("none") + 0.5
      }
    exit(isGood ? 0 : 1)
  }

  /// Families of every set with a share of its held-out samples, and all of them as one.
  private static func table(
    _ sets: [(name: String, predictions: Predictions)], _ longTailed: LongTailedOutputs,
    share: Double, seeds: Int
  ) throws -> (families: [Family], all: Family) {
    var families: [Family] = []
    func add(_ family: Family) {
      if families.isEmpty { print(family.head) }
      print(family.row)
      families.append(family)
    }
    for (name, predictions) in sets {
      for factor in [10.0, 100] {
        add(
          try Family("\(name), \(Int(factor))", methods(weighting: .shrunkClasses)) {
            (0..<seeds).map {
              Draw(of: predictions, factor: factor, share: share, seed: 4000 + UInt64($0))
            }
          })
      }
    }
    add(
      try Family("cifar10-lt-if10", methods(weighting: .samples)) {
        (0..<2 * seeds).map {
          longTailed.draw(
            share == 1 ? longTailed.samples : Int(share * Double(longTailed.samples)),
            seed: 4000 + UInt64($0))
        }
      })
    let all = Family("all", joining: families)
    print(all.row)
    return (families, all)
  }

  /// The candidates of a recipe that names none, with the features that knowledge transfer needs; also where the
  /// network is calibrated from the start, and no calibrator can do much good.
  private static func transferTable(_ outputs: LongTailedOutputs, seeds: Int) throws -> [Family] {
    let methods: [any CalibrationMethod] = [
      TemperatureScaling(weighting: .shrunkClasses), KnowledgeTransferTemperatureScaling(),
    ]
    var families: [Family] = []
    for (name, divisor) in [("cifar10-lt-if10", 1.0), ("cifar10-lt-if10, logits / 1.9", 1.9)] {
      let scaled = outputs.divided(by: divisor)
      for samples in [100, 245, 1000, outputs.samples] {
        let draws = (0..<seeds).map { scaled.draw(samples, seed: 5000 + UInt64($0)) }
        let family = try Family(
          "\(name), \(samples) samples", methods, training: scaled.training
        ) { draws }
        if families.isEmpty { print(family.head) }
        print(family.row)
        families.append(family)
      }
    }
    return families
  }

  /// The candidates in their order, as a run has them.
  private static func methods(weighting: SampleWeighting) -> [any CalibrationMethod] {
    var ensemble = EnsembleTemperatureScaling()
    ensemble.weighting = weighting
    var structured = StructuredVectorScaling()
    structured.weighting = weighting
    return [
      TemperatureScaling(weighting: weighting), ensemble, structured,
      VectorScaling(weighting: weighting),
    ]
  }
}
