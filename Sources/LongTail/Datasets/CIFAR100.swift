/// CIFAR-100 (Krizhevsky, 2009): 50,000 and 10,000 pictures of 32×32 in 100 classes (the fine labels).
public struct CIFAR100: CIFAREdition {
  public static let name = "cifar100"
  public static let summary = "cifar100:FOLDER with train and test, binary or Python version"

  static let edition = CIFARFolder.Edition(
    classes: 100, labelNames: ["coarse_labels", "fine_labels"],
    training: [("train", 50_000)],
    test: [("test", 10_000)],
    namesFile: "fine_label_names.txt",
    pickledNamesFile: "meta",
    pickledNamesKey: "fine_label_names",
    archiveFolders: ["cifar-100-binary", "cifar-100-python"])

  let folder: CIFARFolder
  let options: DatasetOptions
}
