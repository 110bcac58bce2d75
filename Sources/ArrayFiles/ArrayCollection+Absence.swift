import Foundation

/// What to say where an array that is wanted is not there.
extension ArrayCollection {
  /// The arrays of a file and their shapes, in words.
  package var listed: String {
    guard !names.isEmpty else { return "it holds no arrays" }
    let words = names.map { name in
      name + ((try? stored(name)).map { " \($0.array.shape)" } ?? "")
    }
    return "its arrays are \(words.listed(most: 20))"
  }

  /// Which array of a file may be meant, as who chooses it writes it.
  /// - Parameter axes: how many of its axes have another extent than 1; `nil` where nobody knows.
  /// - Returns: words without a full stop.
  package func choice(axes: Int?) -> String {
    let fitting = names.filter { name in
      guard let axes, let array = try? stored(name) else { return false }
      return array.array.shape.count { $0 != 1 } == axes
    }
    let places = fitting.prefix(4).map { "\(path):\($0)".shellWord }
    switch fitting.count {
    case 0: return "FILE:NAME chooses one"
    case 1: return "\(places[0]) chooses the only one of as many axes"
    default:
      return "\(fitting.listed(most: 4)) may each be meant; choose one: "
        + places.joined(separator: " or ")
    }
  }

  /// Files of a folder that are called as an array but are of a kind that is not read, as "; …"; nothing where there are
  /// none.
  /// - Parameter wanted: names of arrays.
  /// - Returns: what each file is, the first three.
  package func unread(_ wanted: [String]) -> String {
    guard isFolder else { return "" }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let found = files.sorted().filter { file in
      wanted.contains { file.hasPrefix($0 + ".") } && ArrayFormat(path: file) == nil
    }
    return found.prefix(3).map { file in
      "; \(file) is there"
        + (ForeignFile.words(path: (path as NSString).appendingPathComponent(file)).map {
          ": \($0)"
        }
          ?? ", whose ending is none of \(ArrayFormat.endings)")
    }.joined()
  }
}
