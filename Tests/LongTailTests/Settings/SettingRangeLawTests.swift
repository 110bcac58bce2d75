import ArrayFiles
import Calibration
import LongTail
import TestSupport
import Testing

/// Whatever number a setting is given: it trains a step, or it is refused under a key that the recipe has.
struct SettingRangeLawTests {
  private static let numbers = [
    "-1", "0", "1e308", "-1e308", "1e-308", "9223372036854775807", "-9223372036854775808",
    "18446744073709551616", "0.5", "1.5",
  ]
  private static let texts = ["nan", ".nan", ".inf", "zzz", "[1]", "{a: 1}"]

  /// Paths of all values that are no tables and no names of items.
  private static func leaves(_ tree: SettingsTree, at path: [String] = []) -> [String] {
    switch tree {
    case .table(let values):
      values.sorted { $0.key < $1.key }.flatMap { leaves($1, at: path + [$0]) }
    case .list(let values):
      values.enumerated().flatMap { leaves($1, at: path + ["\($0)"]) }
    default: path.last == "name" ? [] : [path.joined(separator: ".")]
    }
  }

  private static func value(_ tree: SettingsTree, at path: String) -> SettingsTree? {
    var tree = tree
    for step in path.split(separator: ".").map(String.init) {
      switch tree {
      case .table(let values):
        guard let next = values[step] else { return nil }
        tree = next
      case .list(let values):
        guard let index = Int(step), values.indices.contains(index) else { return nil }
        tree = values[index]
      default: return nil
      }
    }
    return tree
  }

  @Test func `every setting takes a number that trains, or refuses it under its key`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(SettingRangeCase.base(), in: folder("teacher")).carryOut()
    var trained = 0
    var refused = 0
    for one in try SettingRangeCase.all(teacher: folder("teacher")) {
      let tree = try SettingsTree(encoding: one.recipe)
      for key in Self.leaves(tree) where key == one.place || key.hasPrefix(one.place) {
        guard !key.hasSuffix(".path") else { continue }
        let isNumber =
          switch Self.value(tree, at: key) {
          case .integer, .number, .null: true
          default: false
          }
        for value in Self.texts + (isNumber ? Self.numbers : []) {
          let what = "\(one.place): \(key)=\(value)"
          do {
            let recipe = try one.recipe.setting("\(key)=\(value)")
            let path = folder("run-\(trained)")
            _ = try SmallRun.session(recipe, in: path).carryOut()
            trained += 1
          } catch let error as SettingsError {
            refused += 1
            #expect(Self.value(tree, at: error.key) != nil || error.key == key, "\(what): \(error)")
            #expect(!error.problem.isEmpty, "\(what)")
          } catch let error as UnknownName {
            refused += 1
            #expect(!isNumber || Self.texts.contains(value), "\(what): \(error)")
          } catch is DatasetProblem where key.hasPrefix("data.") {
            refused += 1
          } catch let error as FileProblem
            where key == "method" || key.hasPrefix("start") || key.hasPrefix("stages.0.companions")
          {
            refused += 1
            #expect(!error.problem.isEmpty)
          } catch {
            Issue.record("\(what): \(error)")
          }
        }
      }
    }
    #expect(trained > 50 && refused > 500, "\(trained) trained, \(refused) refused")
  }
}
