public import ArgumentParser
public import RunReports

/// `longtail list`
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show what there is: methods, losses, datasets, models, published tables, …",
    discussion: """
      Examples:
        longtail list methods
        longtail list methods --method mislas
        longtail list methods --method ride --preset imagenet-lt/resnet50 --yaml
        longtail list tables --table mislas/cifar
        longtail list tables --results Documentation/results --format markdown
        longtail list samplers --format json
      """)

  @Argument(help: "What to list.")
  var kind: CatalogTable

  @OptionGroup var item: ListedItemOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws { try item.check(kind: kind) }

  func run() throws {
    try StandardOutput.print(try item.page(format) ?? kind.table.text(format))
  }
}

extension CatalogTable: ExpressibleByArgument {}
