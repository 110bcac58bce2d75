import ArrayFiles
import Torch

/// What lies between a student and a teacher that another run trained: each has its own normalisation of
/// pictures, and its own order of classes.
struct TeacherUse {
  /// What brings a student's normalised pictures to the teacher's, one a channel: x′ = x · factor + offset;
  /// `nil` where both are the same.
  var renormalization: (factors: [Double], offsets: [Double])?
  /// The teacher's class for each of the student's that it knows; `nil` where the order is the same.
  var classes: [Int]?
  /// The student's classes that the teacher knows; `nil` for all of them.
  var knownClasses: [Int]?
  /// What the reader should know.
  var remarks: [String] = []

  init() {}

  /// - Parameters:
  ///   - teacher: what the teacher was trained on.
  ///   - path: the teacher's run, for messages.
  ///   - student: the network that learns.
  ///   - data: what it is trained on.
  ///   - key: where the recipe names the teacher.
  ///   - partial: whether the teacher may know fewer classes than the data has.
  /// - Throws: ``SettingsError`` for a teacher with other classes or inputs.
  init(
    of teacher: DataDescription, path: String, student: ExpertModel, data: DataPartition,
    key: String, partial: Bool = false
  ) throws {
    let samples = data.training.samples
    let counts = (known: teacher.classNames.count, all: samples.classes)
    guard counts.known == counts.all || partial && counts.known < counts.all else {
      throw SettingsError(
        key,
        "\(path) knows \(counts.known) classes; the data has \(counts.all)"
          + (counts.known < counts.all ? "; partial=true lets it answer for its own" : ""))
    }
    if counts.known < counts.all {
      let places = Dictionary(
        zip(samples.classNames, samples.classNames.indices), uniquingKeysWith: { first, _ in first }
      )
      knownClasses = try teacher.classNames.map { name in
        guard let place = places[name] else {
          throw SettingsError(key, "\(path) knows the class \(name), which the data does not have")
        }
        return place
      }
    } else {
      do {
        let matching = try ClassMatching(
          of: samples.classNames, in: "the data", among: teacher.classNames, of: path)
        if !matching.isIdentity { classes = matching.classes.compactMap { $0 } }
        remarks = matching.remarks
      } catch {
        throw SettingsError(key, "\(path) knows other classes: \(error)")
      }
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
