import ArrayFiles
public import Torch

/// What a file of weights holds, as a text.
public struct CheckpointText {
  private let checkpoint: Checkpoint
  private let shown: [WeightSet]

  /// - Parameters:
  ///   - checkpoint: the file.
  ///   - shown: the sets of weights whose arrays are listed; all of them when `nil`.
  public init(_ checkpoint: Checkpoint, shown: [WeightSet]? = nil) {
    self.checkpoint = checkpoint
    self.shown = shown ?? checkpoint.sets
  }

  /// A row an array; in ``OutputFormat/table`` also what else is in the file.
  public func text(_ format: OutputFormat) -> String {
    let text = table.text(format)
    return format == .table ? ([text, ""] + remarks).joined(separator: "\n") : text
  }

  private var isSeveral: Bool { checkpoint.sets.count > 1 }

  private var table: Table {
    let rows: [[Table.Cell]] = shown.flatMap { set in
      set.tensors.map { name, array -> [Table.Cell] in
        let shape = array.shape.map(String.init).joined(separator: "×")
        let cells: [Table.Cell] = [
          .text(name), .text(array.elementType.rawValue), .text(shape), .count(array.count),
        ]
        return isSeveral ? [.text(set.name)] + cells : cells
      }
    }
    return Table(
      header: (isSeveral ? ["weights"] : []) + ["name", "type", "shape", "elements"], rows: rows)
  }

  private var remarks: [String] {
    let arrays = shown.flatMap(\.tensors)
    let total = arrays.reduce(0) { $0 + $1.array.count }
    var lines = ["\(checkpoint.format): \(arrays.count) arrays, \(total) elements"]
    lines += checkpoint.sets.filter { isSeveral || !$0.place.isEmpty }.map(line)
    let prefixes = Set(shown.flatMap(\.removedPrefixes)).sorted()
    if !prefixes.isEmpty {
      lines.append("taken off the names: \(prefixes.joined(separator: ", "))")
    }
    return lines + checkpoint.values.map { "\($0.name): \($0.description)" }
  }

  /// "weights ema: state_dict_ema, 157 arrays, taken when none are asked for"
  private func line(_ set: WeightSet) -> String {
    let place = set.place.isEmpty || set.place == set.name ? "" : "\(set.place), "
    let isTaken = isSeveral && checkpoint.preferredSet?.place == set.place
    return "weights \(set.name): \(place)\(set.tensors.count) arrays"
      + (isTaken ? ", taken when none are asked for" : "")
  }
}
