/// ImageNet-LT (Liu et al., "Large-scale long-tailed recognition in an open world", CVPR 2019).
public struct ImageNetLT: PublishedListSource {
  public static let name = "imagenet-lt"
  public static let summary =
    "imagenet-lt:FOLDER,root=PICTURES with ImageNet_LT_train.txt, …_val.txt and …_test.txt in FOLDER, and ImageNet's train and val in PICTURES"

  static let edition = ListEdition(
    title: "ImageNet-LT", classes: 1000,
    training: .init(
      file: "ImageNet_LT_train.txt", samples: 115_846, largest: 1280, smallest: 5,
      blobs: ["a063f095fcd475db4cf8b0658c4b73955535bbf9"]),
    validation: .init(file: "ImageNet_LT_val.txt", samples: 20_000, largest: 20, smallest: 20),
    test: .init(
      file: "ImageNet_LT_test.txt", samples: 50_000, largest: 50, smallest: 50,
      blobs: ["76a2fb9749d6cd29e765cc4f8c270f2504131e2f"]),
    groups: (385, 479, 136))

  let lists: PublishedLists
}

/// iNaturalist 2018 (Van Horn et al., "The iNaturalist species classification and detection dataset", CVPR 2018), whose
/// validation part papers test on.
public struct INaturalist2018: PublishedListSource {
  public static let name = "inaturalist-2018"
  public static let summary =
    "inaturalist-2018:FOLDER,root=PICTURES with iNaturalist18_train.txt and iNaturalist18_val.txt in FOLDER, and train_val2018 in PICTURES"

  static let edition = ListEdition(
    title: "iNaturalist 2018", classes: 8142,
    training: .init(
      file: "iNaturalist18_train.txt", samples: 437_513, largest: 1000, smallest: 2,
      blobs: ["4accdb7584d2f0a5106c40a33ed6afa392189bcc"]),
    test: .init(
      file: "iNaturalist18_val.txt", samples: 24_426, largest: 3, smallest: 3,
      blobs: ["4c23900857fd0f5adcd4cc0dffef345039eeb05f"]),
    groups: (842, 3701, 3599))

  let lists: PublishedLists
}

/// Places-LT (Liu et al., CVPR 2019).
public struct PlacesLT: PublishedListSource {
  public static let name = "places-lt"
  public static let summary =
    "places-lt:FOLDER,root=PICTURES with Places_LT_train.txt, …_val.txt and …_test.txt in FOLDER, and the folders that their paths begin with in PICTURES"

  static let edition = ListEdition(
    title: "Places-LT", classes: 365,
    training: .init(
      file: "Places_LT_train.txt", samples: 62_500, largest: 4980, smallest: 5,
      blobs: [
        "1d608b558c25c271da75c06f1e5e3625a4ebcb79", "6392252f8ae867bc8a5e841cc1b29e5b8ef4b636",
      ]),
    validation: .init(file: "Places_LT_val.txt", samples: 7300, largest: 20, smallest: 20),
    test: .init(
      file: "Places_LT_test.txt", samples: 36_500, largest: 100, smallest: 100,
      blobs: [
        "d43400ac9bc2275baa058456da40b20abb50b108", "e732e58b8aa718a2c1c11933375f5710652c2b93",
      ]),
    groups: (131, 163, 71))

  let lists: PublishedLists
}
