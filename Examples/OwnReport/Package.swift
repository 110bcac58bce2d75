// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "own-report",
  platforms: [.macOS(.v14)],
  // Elsewhere: .package(url: …, from: …).
  dependencies: [.package(name: "swift-longtail", path: "../..")],
  targets: [
    .executableTarget(
      name: "OwnReport",
      dependencies: [
        .product(name: "Calibration", package: "swift-longtail"),
        .product(name: "Reports", package: "swift-longtail"),
      ])
  ])
