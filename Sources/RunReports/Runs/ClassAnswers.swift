public import Calibration
public import LongTail

/// What is told of samples without labels: the most probable classes of each, or a set of classes.
public struct ClassAnswers: Sendable {
  /// `[samples, classes]`, corrected to the class prior, where there is one.
  public let probabilities: Probabilities
  /// `nil` where the most probable classes are told.
  public let sets: PredictionSets?

  public init(probabilities: Probabilities, sets: PredictionSets? = nil) {
    self.probabilities = probabilities
    self.sets = sets
  }

  /// Those of the sample's set, or else so many, the most probable first.
  public func classes(of sample: Int, top: Int) -> [Int] {
    let known = sets.map { $0[sample] } ?? Array(0..<probabilities.classes)
    let ranked = known.sorted {
      (probabilities[sample, $1], $0) < (probabilities[sample, $0], $1)
    }
    return sets == nil ? Array(ranked.prefix(top)) : ranked
  }

  /// A row a picture and class.
  /// - Parameters:
  ///   - pictures: the samples.
  ///   - calibrator: the name of the calibrator; `nil` for none.
  ///   - top: how many classes a sample has where there are no sets.
  /// - Returns: a table with the size of each set where there are sets.
  public func table(of pictures: NewPictures, calibrator: String?, top: Int) -> Table {
    let classNames = pictures.samples.classNames
    var rows: [[Table.Cell]] = []
    for (index, path) in pictures.paths.enumerated() {
      let shown = classes(of: index, top: top)
      for (rank, label) in shown.enumerated() {
        rows.append(
          [.text(path)] + (sets == nil ? [] : [.count(shown.count)]) + [
            .count(rank + 1), .text(classNames[label]), .number(probabilities[index, label]),
            .text(calibrator ?? "none"),
          ])
      }
    }
    let header =
      ["picture"] + (sets == nil ? [] : ["set_size"])
      + ["rank", "class", "probability", "calibrator"]
    return Table(header: header, rows: rows)
  }
}
