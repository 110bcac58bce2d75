import LongTail
import Testing

struct DatasetLocationTests {
  @Test(arguments: [
    ("image-folder:pictures", "image-folder:/data/pictures"),
    ("image-folder:/other/pictures", "image-folder:/other/pictures"),
    ("arrays:a/b.npy", "arrays:/data/a/b.npy"),
    ("image-list:list.txt", "image-list:/data/list.txt"),
    ("image-list:a,b.txt", "image-list:/data/a,b.txt"),
    (
      "image-list:train=a.txt,test=/x/b.txt,root=pictures",
      "image-list:train=/data/a.txt,test=/x/b.txt,root=/data/pictures"
    ),
    (
      "image-list:train=a.txt,val=b.txt,validation=c.txt,label=d",
      "image-list:train=/data/a.txt,val=/data/b.txt,validation=/data/c.txt,label=d"
    ),
    ("image-folder:train=one,test=two", "image-folder:train=/data/one,test=/data/two"),
    ("image-folder:pictures,parts=no", "image-folder:/data/pictures,parts=no"),
    ("arrays:train=\"a,test=1\",test=b", "arrays:train=\"/data/a,test=1\",test=/data/b"),
    ("features:\"a,b\"\"c\"", "features:/data/a,b\"c"),
    ("image-folder:train=\"one", "image-folder:train=\"one"),
    ("synthetic:classes=4,size=8", "synthetic:classes=4,size=8"),
    ("synthetic", "synthetic"), ("nothing:here", "nothing:here"),
  ])
  func `paths of a source are found from any folder`(_ text: String, _ expected: String) {
    #expect(Datasets.located(text, from: "/data") == expected)
    #expect(Datasets.located(expected, from: "/elsewhere") == expected)
  }
}
