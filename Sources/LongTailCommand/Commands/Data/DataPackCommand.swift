internal import ArgumentParser
internal import LongTail
internal import RunReports

/// `longtail data pack`
struct DataPackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack",
    abstract: "Write picture files into one indexed file a part, which reads at full speed.",
    discussion: discussion)

  @Option(
    help: ArgumentHelp(
      "The data, such as image-folder:DIR; its pictures are encoded files.",
      valueName: "source:location"))
  var data: String

  @Option(
    help: ArgumentHelp(
      "What longer shorter sides are brought to; without it all pictures keep their bytes.",
      valueName: "pixels"))
  var shortSide: Int?

  @Option(
    help:
      "Of the JPEG encoder, 1 to 100. Below 100 colours get half of the resolution, as cameras write them; at 100 they keep it."
  )
  var quality = 95

  @Flag(help: "Leave out pictures that cannot be read, and say which and how many.")
  var skipUnreadable = false

  @Option(help: "The folder of the files.", transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption

  @Flag(name: .shortAndLong, help: "Print results only.")
  var quiet = false

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  private var packing: PicturePacking {
    PicturePacking(
      shortSide: shortSide, quality: quality, skipsUnreadable: skipUnreadable,
      replaces: replacing.overwrite)
  }

  func validate() throws {
    try packing.validate()
    try DataOptions.check(source: data)
  }

  func run() throws {
    let results = try packing.pack(data, to: output) { if !quiet { StandardError.print($0) } }
    try StandardOutput.print(Table(packed: results).text(format))
  }
}
