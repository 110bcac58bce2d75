import ArrayFiles
import Torch

/// What lies between a student and a teacher that another run trained: each has its own normalisation of
/// pictures, and its own order of classes.
struct TeacherUse {
  /// What brings a student's normalised pictures to the teacher's, one a channel: x′ = x · factor + offset;
  /// `nil` where both are the same.
  var renormalization: (factors: [Double], offsets: [Double])?
  /// The teacher's class for each of the student's; `nil` where the order is the same.
  var classes: [Int]?
  /// What the reader should know.
  var remarks: [String] = []

  init() {}

  /// - Parameters:
  ///   - teacher: what the teacher was trained on.
  ///   - path: the teacher's run, for messages.
  ///   - student: the network that learns.
  ///   - data: what it is trained on.
  ///   - key: where the recipe names the teacher.
  /// - Throws: ``SettingsError`` for a teacher with other classes or inputs.
  init(
    of teacher: DataDescription, path: String, student: ExpertModel, data: DataPartition,
    key: String
  ) throws {
    let samples = data.training.samples
    guard teacher.classNames.count == samples.classes else {
      throw SettingsError(
        key, "\(path) knows \(teacher.classNames.count) classes; the data has \(samples.classes)")
    }
    do {
      let matching = try ClassMatching(
        of: samples.classNames, in: "the data", among: teacher.classNames, of: path)
      if !matching.isIdentity { classes = matching.classes.compactMap { $0 } }
      remarks = matching.remarks
    } catch {
      throw SettingsError(key, "\(path) knows other classes: \(error)")
    }
    guard teacher.input == student.input else {
      throw SettingsError(
        key, "\(path) takes \(teacher.input); the data has \(student.input)")
    }
    let (own, other) = (samples.normalization, teacher.normalization)
    guard case .picture = student.input,
      own.mean != other.mean || own.deviation != other.deviation
    else { return }
    // x = (pixel − μ) / σ, so pixel = x · σ + μ, and x′ = (pixel − μ′) / σ′.
    renormalization = (
      zip(own.deviation, other.deviation).map { $0 / $1 },
      zip(zip(own.mean, other.mean), other.deviation).map { ($0.0 - $0.1) / $1 }
    )
  }
}
