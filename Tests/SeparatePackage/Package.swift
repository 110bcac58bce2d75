// swift-tools-version: 6.1
import PackageDescription

// Somebody else's package: it depends on this one by path and needs the calibration library only.
let calibration = Target.Dependency.product(name: "Calibration", package: "swift-longtail")

let package = Package(
  name: "calibrated-service",
  platforms: [.macOS(.v14)],
  dependencies: [.package(name: "swift-longtail", path: "../..")],
  targets: [
    .target(name: "CalibratedService", dependencies: [calibration]),
    .testTarget(name: "CalibratedServiceTests", dependencies: ["CalibratedService", calibration]),
  ])
