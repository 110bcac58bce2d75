import LongTail
import Testing

struct DatasetLocationTests {
  @Test(arguments: [
    ("image-folder:pics", "image-folder:/work/pics"),
    ("image-folder:/data/pics", "image-folder:/data/pics"),
    ("arrays:a/b.npy", "arrays:/work/a/b.npy"),
    ("image-list:list.txt", "image-list:/work/list.txt"),
    ("image-list:a,b.txt", "image-list:/work/a,b.txt"),
    (
      "image-list:train=a.txt,test=/x/b.txt,root=pics",
      "image-list:train=/work/a.txt,test=/x/b.txt,root=/work/pics"
    ),
    ("synthetic:classes=4,size=8", "synthetic:classes=4,size=8"),
    ("synthetic", "synthetic"), ("nothing:here", "nothing:here"),
  ])
  func `paths of a source are found from any folder`(_ text: String, _ expected: String) {
    #expect(Datasets.located(text, from: "/work") == expected)
    #expect(Datasets.located(expected, from: "/elsewhere") == expected)
  }
}
