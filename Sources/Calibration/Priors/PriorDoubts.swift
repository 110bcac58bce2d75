import Foundation

/// What an estimate of a class prior cannot know from the rows that it had, in sentences.
struct PriorDoubts {
  let source: PriorSource
  let rows: UnlabelledRows
  let found: PriorShares
  let intervals: ShareIntervals?
  let calibrator: String

  /// Rows a class, below which shares are little more than guesses.
  static let rowsPerClass = 5
  /// From this condition number on, errors of the confusion matrix are amplified beyond use.
  static let largestCondition = 100.0

  var sentences: [String] {
    [
      fewRows, neverPredicted, unseen, fewLabelled, uncalibrated, condition, widest,
      "the estimate rests on each class looking as it does in the validation set; whether it does "
        + "(another camera, another place, new classes) cannot be seen without labels",
    ].compactMap { $0 }
  }

  private var fewRows: String? {
    guard rows.samples < Self.rowsPerClass * rows.classes else { return nil }
    return
      "\(rows.samples) rows for \(rows.classes) classes: fewer than \(Self.rowsPerClass) a class, "
      + "so that shares of rare classes are little more than guesses"
  }

  private var neverPredicted: String? {
    let never = (0..<rows.classes).filter {
      rows.predictedCounts[$0] == 0 && source.predictedCounts[$0] == 0
    }
    guard !never.isEmpty else { return nil }
    return
      "never predicted, neither for labelled nor for unlabelled rows: \(ClassList.words(never)); "
      + "their shares rest on small probabilities alone"
  }

  private var unseen: String? {
    let unseen = (0..<source.classes).filter { source.labelCounts[$0] == 0 }
    guard !unseen.isEmpty else { return nil }
    return
      "no labelled row shows how the model sees \(ClassList.words(unseen)): nothing supports their "
      + "shares"
  }

  private var fewLabelled: String? {
    let few = (0..<source.classes).filter {
      (1..<PriorEvidence.rowsForOffsets).contains(source.labelCounts[$0])
    }
    guard !few.isEmpty else { return nil }
    return
      "fewer than \(PriorEvidence.rowsForOffsets) labelled rows: \(ClassList.words(few)); how the "
      + "model sees them is hardly known"
  }

  private var uncalibrated: String? {
    guard calibrator == PriorEvidence.uncalibrated else { return nil }
    return
      "the probabilities were not calibrated; an over-confident model can put the shares off many "
      + "times further than a calibrated one"
  }

  private var condition: String? {
    guard let condition = found.condition, condition > Self.largestCondition else { return nil }
    return
      "the confusion matrix is nearly singular (condition \(PriorEstimate.text(condition.rounded()))): "
      + "some classes can hardly be told apart, and the shares between them are not determined"
  }

  /// Of the class that is known worst, if it is known badly.
  private var widest: String? {
    guard let intervals else { return nil }
    let widths = zip(intervals.upper, intervals.lower).map { $0 - $1 }
    guard let label = widths.indices.max(by: { widths[$0] < widths[$1] }),
      found.source[label] > 0, widths[label] > max(found.shares[label], 0.02)
    else { return nil }
    func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
    return "least is known of class \(label): \(percent(found.shares[label])), 95 % interval "
      + "\(percent(intervals.lower[label])) to \(percent(intervals.upper[label]))"
  }
}
