import Calibration
import LongTail
import LongTailTesting
import Testing

/// What holds for every list of things that a recipe can name.
struct CatalogLawTests {
  private static let catalogs: [any Catalog.Type] = [
    Losses.self, Samplers.self, Augmentations.self, Framings.self, Mixings.self, Schedules.self,
    Optimizers.self,
    Backbones.self, ClassifierHeads.self, ClassifierFits.self, Hooks.self, Companions.self,
    Tunings.self,
  ]

  private static var listed: [(kind: String, names: [String], summaries: [String])] {
    catalogs.map { ($0.kind, $0.names, $0.all.map { $0.summary }) }
      + [
        ("method", Methods.names, Methods.all.map { $0.summary }),
        ("dataset", Datasets.all.map { $0.name }, Datasets.all.map { $0.summary }),
      ]
  }

  // CIFAR-10.1 has a point in its name.
  @Test func `names are unique and in lower case with hyphens`() {
    for list in Self.listed {
      #expect(Set(list.names).count == list.names.count, "\(list.kind)")
      for name in list.names {
        #expect(name.wholeMatch(of: /[a-z][a-z0-9]*([-.][a-z0-9]+)*/) != nil, "\(name)")
      }
    }
  }

  @Test func `everything says in a line what it is`() {
    for list in Self.listed {
      for (name, summary) in zip(list.names, list.summaries) {
        #expect(!summary.isEmpty && !summary.contains("\n"), "\(name)")
        #expect(summary.last != ".", "\(name)")
      }
    }
  }

  @Test func `a name leads to its item, and an unknown one to its neighbour`() throws {
    for catalog in Self.catalogs {
      for name in catalog.names { #expect(try catalog.type(named: name).name == name) }
      let wrong = String(catalog.names[0].dropLast()) + "zz"
      let error = #expect(throws: UnknownName.self) { try catalog.type(named: wrong) }
      #expect(error?.known == catalog.names)
      #expect(error?.kind == catalog.kind)
    }
  }

  @Test func `every law of items holds`() throws {
    func check(_ item: some CatalogItem) {
      #expect(CatalogItemLaws.violations(of: item) == [], "\(Swift.type(of: item).name)")
    }
    for catalog in Self.catalogs {
      for type in catalog.all {
        // A teacher lies somewhere, and nowhere by itself.
        if type == Teacher.self {
          check(Teacher(path: "runs/teacher"))
        } else if type == SemanticDirections.self {
          check(SemanticDirections(path: "texts.npy"))
        } else {
          check(type.init())
        }
      }
    }
  }
}
