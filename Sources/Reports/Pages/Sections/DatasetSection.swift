import Calibration

/// What was trained on: facts and the profile of the class counts.
struct DatasetSection {
  let dataset: DatasetFacts

  var section: Page.Section {
    Page.Section(
      "dataset", "The data: \(dataset.name)", short: "Data",
      [
        .paragraph(sentence), .facts(facts),
        .figure(
          ClassProfile(
            classNames: dataset.classNames, counts: dataset.counts, groups: dataset.groups),
          heading: "Training images per class",
          caption: "Groups: \(dataset.groups.rule)."),
      ])
  }

  private var sentence: String {
    let total = dataset.counts.reduce(0, +)
    let order = ClassOrder.byFrequency(dataset.counts)
    guard let first = order.first, let last = order.last else { return "The data has no class." }
    let half = Self.classesForHalf(order.map { dataset.counts[$0] })
    var text =
      "**\(Numerals.count(total))** training images of **\(Numerals.count(order.count))** classes, "
      + "from \(Numerals.count(dataset.counts[first])) of “\(dataset.classNames[first])” down to "
      + "\(Numerals.count(dataset.counts[last])) of “\(dataset.classNames[last])”."
    if order.count > 2, total > 0 {
      text += " Half of all images belong to the \(Numerals.count(half)) most frequent "
      text += half == 1 ? "class." : "classes."
    }
    return text
  }

  /// How many of the largest counts make half of their sum.
  static func classesForHalf(_ descending: [Int]) -> Int {
    let total = descending.reduce(0, +)
    var sum = 0
    for (index, count) in descending.enumerated() {
      sum += count
      if 2 * sum >= total { return index + 1 }
    }
    return descending.count
  }

  private var facts: [Fact] {
    var facts = [Fact("split", origin)]
    if let identity = dataset.identity { facts.append(Fact("split SHA-256", identity)) }
    if let factor = dataset.imbalanceFactor ?? dataset.measuredImbalance {
      facts.append(Fact("imbalance factor", Numerals.short((factor * 100).rounded() / 100)))
    }
    for (name, count) in [
      ("trained on", dataset.trainingSamples), ("held out", dataset.validationSamples),
      ("test images", dataset.testSamples),
    ] {
      if let count { facts.append(Fact(name, "\(Numerals.count(count))")) }
    }
    if let distribution = dataset.testDistribution {
      facts.append(Fact("test distribution", distribution))
    }
    facts += ShotGroup.allCases.map { group in
      let classes = dataset.groups.classes(in: group)
      let images = classes.reduce(0) { $0 + dataset.counts[$1] }
      return Fact(
        "\(group.rawValue)-shot",
        classes.isEmpty
          ? "no class"
          : "\(Numerals.count(classes.count)) \(classes.count == 1 ? "class" : "classes"), "
            + "\(Numerals.count(images)) images")
    }
    return facts + dataset.facts
  }

  private var origin: String {
    switch dataset.origin {
    case .published: "published, as in the papers"
    case .custom: "custom, not a published one"
    case .natural: "natural, taken as it is"
    }
  }
}
