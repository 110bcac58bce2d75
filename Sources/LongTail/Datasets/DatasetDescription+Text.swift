internal import ArrayFiles
internal import Calibration

extension DatasetDescription {
  /// Above this many classes the chart shows neighbouring classes together.
  private static let mostRows = 120

  /// For a terminal: what it is, its groups, and a bar a class, in `width` columns.
  public func table(width: Int = 80) -> String {
    var lines = facts.map { label, value in "\(label.padded(to: 16))\(value)" }
    lines.append("")
    for group in groups {
      let share = group.classes == 0 ? "" : ", \(group.selected) samples"
      lines.append("\(group.group.rawValue.padded(to: 16))\(group.classes) classes\(share)")
    }
    lines.append("")
    lines += chart(width: width)
    lines += warnings.map { "warning: \($0)" }
    return lines.joined(separator: "\n")
  }

  /// As a Markdown table of the classes below the facts.
  public var markdown: String {
    var lines = facts.map { label, value in "- \(label): \(value)" }
    lines += ["", "| class | name | group | selected | training | validation | test |"]
    lines.append("|---:|---|---|---:|---:|---:|---:|")
    for item in classes {
      let name = oneLine(item.name).replacing("|", with: "\\|")
      lines.append(
        "| \(item.index) | \(name) | \(item.group.rawValue) | \(item.selected) | \(item.training) | \(item.validation) | \(item.test) |"
      )
    }
    return lines.joined(separator: "\n")
  }

  /// The classes as comma-separated values with a header.
  public var commaSeparated: String {
    var lines = ["class,name,group,selected,training,validation,test"]
    for item in classes {
      let name = item.name.inQuotes
      lines.append(
        "\(item.index),\(name),\(item.group.rawValue),\(item.selected),\(item.training),\(item.validation),\(item.test)"
      )
    }
    return lines.joined(separator: "\n")
  }

  private var facts: [(String, String)] {
    let counts = classes.map(\.selected)
    let range = "\(counts.max() ?? 0) to \(counts.min() ?? 0) a class"
    let held = validation + calibration > 0 ? " (\(training) to train on)" : ""
    let found = (imbalanceFound * 100).rounded() / 100
    return [
      ("dataset", dataset),
      ("samples", "\(sampleShape), \(classes.count) classes"),
      ("selected", "\(selected), \(range), largest over smallest \(found)\(held)"),
      (
        "validation",
        "\(validation)\(validationIsOwn ? ", the source's own part" : "")"
          + (calibration > 0 ? ", and \(calibration) to calibrate on" : "")
      ),
      ("test", "\(test)\(testIsHeldOut ? ", held out here: the source has no test part" : "")"),
      ("selection", split.words),
      ("split", "\(split.kind.rawValue), SHA-256 \(split.sha256)"),
      ("fingerprint", "SHA-256 \(fingerprint)"),
      ("groups", groupRule),
    ]
      + (repetitionsByContent
        ? []
        : [
          ("repetitions", "looked for by path: pictures that stay in their files are not compared")
        ])
  }

  /// A class's name as a row of a table can hold it.
  private func oneLine(_ name: String) -> String {
    name.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(
      separator: "\\n")
  }

  private func chart(width: Int) -> [String] {
    let perRow = (classes.count + Self.mostRows - 1) / Self.mostRows
    let starts = stride(from: 0, to: classes.count, by: max(1, perRow))
    let rows = starts.map { start -> (label: String, group: String, count: Double) in
      let part = classes[start..<min(classes.count, start + perRow)]
      let mean = Double(part.reduce(0) { $0 + $1.selected }) / Double(part.count)
      guard perRow > 1 else {
        return (
          "\(part[start].index) \(oneLine(part[start].name))", part[start].group.rawValue, mean
        )
      }
      return ("\(start)–\(part.endIndex - 1)", "", mean)
    }
    let labelWidth = min(24, rows.map(\.label.count).max() ?? 0)
    let countWidth = rows.map { "\(Int($0.count.rounded()))".count }.max() ?? 0
    let barWidth = max(10, width - labelWidth - countWidth - 10)
    let largest = rows.map(\.count).max() ?? 1
    return rows.map { row in
      let count = "\(Int(row.count.rounded()))"
      let padding = String(repeating: " ", count: countWidth - count.count)
      let bar = bar(row.count / max(largest, 1), width: barWidth)
      return
        "\(row.label.padded(to: labelWidth)) \(row.group.padded(to: 6)) \(padding)\(count) \(bar)"
    }
  }

  /// A bar of block characters, to an eighth of a column; something is always seen of what is not zero.
  private func bar(_ share: Double, width: Int) -> String {
    let eighths = share > 0 ? max(1, Int((share * Double(width * 8)).rounded())) : 0
    let part = eighths % 8 == 0 ? "" : ["▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8 - 1]
    return String(repeating: "█", count: eighths / 8) + part
  }
}

extension String {
  /// Filled up with spaces, or cut, to a number of characters.
  fileprivate func padded(to width: Int) -> String {
    count <= width
      ? self + String(repeating: " ", count: width - count) : prefix(width - 1) + "…"
  }
}
