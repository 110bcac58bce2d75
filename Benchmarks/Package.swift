// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let calibration = Target.Dependency.product(name: "Calibration", package: "swift-longtail")

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v14)],
  dependencies: [.package(name: "swift-longtail", path: "..")],
  targets: [
    .executableTarget(
      name: "CalibrationSpeed", dependencies: [calibration], swiftSettings: settings),
    .executableTarget(
      name: "ChoiceSimulation", dependencies: [calibration], swiftSettings: settings),
    .executableTarget(
      name: "IntervalSimulation", dependencies: [calibration, "Repeats"], swiftSettings: settings),
    .executableTarget(
      name: "LoadingSpeed",
      dependencies: [.product(name: "LongTail", package: "swift-longtail")],
      swiftSettings: settings),
    .executableTarget(
      name: "PriorSimulation", dependencies: [calibration, "Repeats"], swiftSettings: settings),
    .executableTarget(
      name: "PriorSpeed", dependencies: [calibration], swiftSettings: settings),
    .executableTarget(
      name: "SizeSpeed", dependencies: [calibration], swiftSettings: settings),
    .target(name: "Repeats", swiftSettings: settings),
    .executableTarget(
      name: "ReductionSpeed",
      dependencies: [
        .product(name: "LongTail", package: "swift-longtail"),
        .product(name: "Torch", package: "swift-longtail"),
      ],
      swiftSettings: settings),
  ])
