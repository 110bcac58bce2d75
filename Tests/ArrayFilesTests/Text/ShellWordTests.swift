import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Words of commands that messages advise.
struct ShellWordTests {
  @Test(arguments: [
    ("cat..dog", "cat..dog"), ("a/b-c_1.csv:label", "a/b-c_1.csv:label"),
    ("Unnamed: 0", "'Unnamed: 0'"), ("it's", "'it'\\''s'"), ("", "''"), ("a;b", "'a;b'"),
    ("\"tabby, cat\",dog", "'\"tabby, cat\",dog'"), ("$x", "'$x'"), ("Käfer", "Käfer"),
  ])
  func `are quoted where a shell needs it`(text: String, word: String) {
    #expect(text.shellWord == word)
  }

  @Test(arguments: [
    ("Unnamed: 0,black cat,owl\n0,.5,1\n1,.25,3\n2,.5,.5\n", "--columns 'black cat,owl'"),
    ("a,id,b,c,d\n.5,0,1,.5,.5\n.25,1,3,.5,.5\n.5,2,.5,.5,.5\n", "--columns a,b..d"),
    ("a b,x,c,d,e f\n.5,0,1,.5,.5\n.25,1,3,.5,.5\n.5,2,.5,.5,.5\n", "--columns 'a b,c..e f'"),
  ])
  func `choose columns as a message advises`(text: String, words: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("t.csv", Data(text.utf8))
    let problem = #expect(throws: FileProblem.self) {
      try ArrayFile.read(path, names: ["logits"], choice: TableChoice())
    }
    #expect(problem?.problem.hasSuffix(words) == true, "\(problem?.problem ?? "")")
  }
}
