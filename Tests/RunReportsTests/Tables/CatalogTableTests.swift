import RunReports
import Testing

struct CatalogTableTests {
  @Test func `every kind of thing has a name and a summary in each row`() {
    for kind in CatalogTable.allCases {
      let lines = kind.table.text(.csv).split(separator: "\n")
      #expect(lines.first == "name,summary", "\(kind)")
      #expect(lines.count > 1, "\(kind)")
      #expect(lines.allSatisfy { !$0.hasSuffix(",") && !$0.hasPrefix(",") }, "\(kind)")
    }
    #expect(CatalogTable.methods.table.text(.csv).contains("\nbalanced-softmax,"))
  }
}
