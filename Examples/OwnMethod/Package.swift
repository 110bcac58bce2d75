// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "own-method",
  platforms: [.macOS(.v14)],
  // Elsewhere: .package(url: …, from: …).
  dependencies: [.package(name: "swift-longtail", path: "../..")],
  targets: [
    .executableTarget(
      name: "OwnMethod",
      dependencies: [
        .product(name: "LongTail", package: "swift-longtail"),
        .product(name: "RunReports", package: "swift-longtail"),
        .product(name: "Torch", package: "swift-longtail"),
      ])
  ])
