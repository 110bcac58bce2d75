public import ArgumentParser
public import RunReports

/// `longtail list`
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show what there is: methods, losses, datasets, models, …",
    discussion: """
      Examples:
        longtail list methods
        longtail list methods --method mislas
        longtail list methods --method ride --preset imagenet-lt/resnet50 --yaml
        longtail list samplers --format json
      """)

  @Argument(help: "What to list.")
  var kind: CatalogTable

  @Option(help: "Show one method as a person would read it: its recipe, citation, differences.")
  var method: String?

  @Option(help: "With --method: the plan that its authors published for a data set.")
  var preset: String?

  @Flag(help: "With --method: the recipe as YAML, for --recipe.")
  var yaml = false

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    guard method == nil || kind == .methods else {
      throw ValidationError(
        "--method shows one of the methods: longtail list methods --method NAME")
    }
    guard !yaml || method != nil else {
      throw ValidationError("--yaml is the recipe of one method; it needs --method")
    }
    guard preset == nil || method != nil else {
      throw ValidationError("--preset is a method's; it needs --method")
    }
  }

  func run() throws {
    if let method {
      let page = try MethodPage(method, preset: preset)
      try StandardOutput.print(yaml ? page.yaml() : page.text())
      return
    }
    try StandardOutput.print(kind.table.text(format))
  }
}

extension CatalogTable: ExpressibleByArgument {}
