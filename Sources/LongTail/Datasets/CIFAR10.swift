/// CIFAR-10 (Krizhevsky, 2009): 50,000 and 10,000 pictures of 32×32 in ten classes.
public struct CIFAR10: CIFAREdition {
  public static let name = "cifar10"
  public static let summary =
    "cifar10:FOLDER with data_batch_1 … 5 and test_batch, binary or Python version"

  static let edition = CIFARFolder.Edition(
    classes: 10, labelNames: ["labels"],
    training: (1...5).map { ("data_batch_\($0)", 10_000) },
    test: [("test_batch", 10_000)],
    namesFile: "batches.meta.txt",
    pickledNamesFile: "batches.meta",
    pickledNamesKey: "label_names",
    archiveFolders: ["cifar-10-batches-bin", "cifar-10-batches-py"])

  let folder: CIFARFolder
  let options: DatasetOptions
}
