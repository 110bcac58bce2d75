import ArrayFiles
import Testing

struct ParentFolderTests {
  @Test(arguments: [
    ("z", ""), ("run", ""), ("z/b", "z"), ("a/b/c", "a/b"), ("a/b/", "a"), ("a//b", "a"),
    ("/z", "/"),
    ("/", "/"), ("//", "/"), ("", ""), ("./z", "."), ("../z/y", "../z"), ("ü/ö", "ü"),
  ])
  func `the folder above a path`(_ path: String, _ parent: String) {
    #expect(path.parentFolder == parent)
  }
}
