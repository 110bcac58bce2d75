import Testing

@testable import RunReports

struct PathWordsTests {
  @Test(arguments: [
    ("/home/me/runs/bs", "…/bs"), ("~/pictures", "…/pictures"), ("../data", "…/data"),
    ("image-folder:/home/me/pictures", "image-folder:…/pictures"),
    ("--output=/tmp/run", "--output=…/run"), ("runs/mine", "runs/mine"),
    ("synthetic:classes=4,size=8", "synthetic:classes=4,size=8"), ("/", "…"),
    ("arrays:/a/x.npy,/b/y.npy", "arrays:…/x.npy,…/y.npy"),
  ])
  func `where something lies is not told, what it is called is`(given: String, shown: String) {
    #expect(PathWords.shortened(given) == shown)
  }
}
