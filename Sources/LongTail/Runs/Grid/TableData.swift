/// Where the data sets of a published table are.
public struct TableData: Sendable {
  /// By the name as options write it: `cifar-100-lt`.
  private var sources: [String: String] = [:]
  /// A source for every data set that has its name.
  private let common: String?

  /// - Parameters:
  ///   - common: such as `cifar100:DIR`; it holds the data set that has its source's name, CIFAR-100-LT.
  ///   - named: `NAME=SOURCE:LOCATION` each, such as `imagenet-lt=image-folder:DIR`.
  /// - Throws: ``SettingsError`` for a text without a name or a source, and for a name that stands there twice.
  public init(_ common: String?, named: [String] = []) throws {
    self.common = common
    for text in named {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw SettingsError(
          "--data-for",
          "expected NAME=SOURCE:LOCATION such as cifar-10-lt=cifar10:DIR, found “\(text)”")
      }
      guard sources.updateValue(parts[1], forKey: Self.option(parts[0])) == nil else {
        throw SettingsError("--data-for", "\(parts[0]) is named twice")
      }
    }
  }

  /// The data of a data set as papers write it; `nil` where nothing was said of it.
  func source(of dataset: String) -> String? {
    if let named = sources[Self.option(dataset)] { return named }
    guard let common else { return nil }
    let name = DataSettings(source: common).sourceName
    return [Self.sourceName(dataset), Self.option(dataset)].contains(name) ? common : nil
  }

  /// - Throws: ``SettingsError`` for data of a data set that a table does not have.
  func check(for table: PublishedTable) throws {
    let known = Set(
      (table.columns.map(\.conditions) + table.rows.map(\.conditions)).compactMap(\.dataset))
    let names = known.map(Self.option).sorted()
    if let other = sources.keys.sorted().first(where: { !names.contains($0) }) {
      throw SettingsError(
        "--data-for", "\(other) is not in \(table.name), which has \(names.joined(separator: ", "))"
      )
    }
  }

  /// What names the data of a data set, with `DIR` for where they lie.
  /// - Parameter dataset: as papers write it, `CIFAR-100-LT`.
  /// - Returns: such as `cifar-100-lt=cifar100:DIR`; the source is `SOURCE` where none has the set's name.
  public static func example(of dataset: String) -> String {
    let (name, own) = (option(dataset), sourceName(dataset))
    let known = Datasets.all.map { $0.name }
    guard !known.contains(own) else { return "\(name)=\(own):DIR" }
    return known.contains(name)
      ? "\(name)=\(name):LISTS,root=PICTURES" : "\(name)=SOURCE:DIR"
  }

  /// As options write a data set: `inaturalist-2018`.
  static func option(_ dataset: String) -> String {
    dataset.lowercased().replacing(" ", with: "-")
  }

  /// As sources are named: `cifar100` of "CIFAR-100-LT".
  static func sourceName(_ dataset: String) -> String {
    dataset.lowercased().replacing("-lt", with: "").replacing("-", with: "")
  }
}
