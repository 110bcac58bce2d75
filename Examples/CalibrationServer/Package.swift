// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "calibration-server",
  platforms: [.macOS(.v14)],
  // Elsewhere: .package(url: …, from: …).
  dependencies: [.package(name: "swift-longtail", path: "../..")],
  targets: [
    .executableTarget(
      name: "CalibrationServer",
      dependencies: [.product(name: "Calibration", package: "swift-longtail")])
  ])
