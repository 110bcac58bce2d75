// swift-tools-version: 6.1
import Foundation
import PackageDescription

// LibTorch is found through pkg-config (`libtorch.pc`, written by Scripts/setup.sh). Executables and
// tests also need to know at run time where its libraries lie; the set-up script notes the folder here.
let libTorchNote = Context.packageDirectory + "/.libtorch/library-path"
let libTorchFolder =
  (try? String(contentsOfFile: libTorchNote, encoding: .utf8))?
  .trimmingCharacters(in: .whitespacesAndNewlines)
let runtimePath: [LinkerSetting] =
  libTorchFolder.map { [.unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", $0])] } ?? []

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "swift-longtail",
  platforms: [.macOS(.v14), .iOS(.v17)],
  products: [
    .library(name: "Calibration", targets: ["Calibration"]),
    .library(name: "CalibrationTesting", targets: ["CalibrationTesting"]),
    .library(name: "LongTail", targets: ["LongTail"]),
    .library(name: "LongTailTesting", targets: ["LongTailTesting"]),
    .library(name: "ModelExport", targets: ["ModelExport"]),
    .library(name: "Reports", targets: ["Reports"]),
    .library(name: "RunReports", targets: ["RunReports"]),
    .library(name: "Torch", targets: ["Torch"]),
    .executable(name: "longtail", targets: ["LongTailCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    // A plugin: `make documentation`; no target depends on it.
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.3"),
  ],
  targets: [
    // MARK: System libraries
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg",
      providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
    .systemLibrary(name: "CLibTorch", pkgConfig: "libtorch"),

    // MARK: Without LibTorch
    .target(name: "ArrayFiles", dependencies: ["CZlib"]),
    .target(name: "Calibration", dependencies: ["ArrayFiles"]),
    // Laws that somebody else's calibrators are held to.
    .target(name: "CalibrationTesting", dependencies: ["Calibration"]),
    .target(
      name: "Reports",
      dependencies: [
        "Calibration", "ArrayFiles", .product(name: "Mustache", package: "swift-mustache"),
      ]),

    .target(
      name: "ModelExport",
      dependencies: ["ArrayFiles", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
      exclude: [
        "ONNX/onnx_model.proto", "CoreML/coreml_model.proto", "CoreML/coreml_network.proto",
        "CoreML/coreml_program.proto",
      ]),

    // MARK: With LibTorch
    .target(
      name: "CTorch", dependencies: ["CLibTorch"], exclude: ["README.md"],
      cxxSettings: [.headerSearchPath(".")]),
    .target(name: "Torch", dependencies: ["CTorch", "ArrayFiles"]),
    .target(
      name: "LongTail",
      dependencies: [
        "Torch", "Calibration", "ModelExport", "ArrayFiles", "CTurboJPEG", "CPNG", "CCrypto",
        "Yams",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["Methods/README.md", "Training/TensorBoard/tensorboard_event.proto"]),
    // Laws that somebody else's losses, samplers and other items are held to.
    .target(
      name: "LongTailTesting",
      dependencies: ["LongTail", "Torch", "Calibration", "CalibrationTesting"]),
    .target(
      name: "RunReports",
      dependencies: ["LongTail", "Reports", "Torch", "Calibration", "ArrayFiles"]),
    .executableTarget(
      name: "LongTailCommand",
      dependencies: [
        "RunReports", "LongTail", "Calibration", "Torch", "ArrayFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      linkerSettings: runtimePath),

    // MARK: Tests
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(
      name: "ArrayFilesTests", dependencies: ["ArrayFiles", "TestSupport"],
      linkerSettings: runtimePath),
    .testTarget(
      name: "CalibrationTests",
      dependencies: ["Calibration", "CalibrationTesting", "ArrayFiles", "TestSupport"],
      linkerSettings: runtimePath),
    .testTarget(
      name: "ModelExportTests",
      dependencies: [
        "ModelExport", "ArrayFiles", "TestSupport",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ], linkerSettings: runtimePath),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "Calibration", "TestSupport"],
      linkerSettings: runtimePath),
    .testTarget(
      name: "TorchTests", dependencies: ["Torch", "LongTailTesting", "ArrayFiles", "TestSupport"],
      linkerSettings: runtimePath),
    .testTarget(
      name: "LongTailTests",
      dependencies: [
        "LongTail", "LongTailTesting", "ModelExport", "Torch", "Calibration", "ArrayFiles",
        "TestSupport",
      ],
      linkerSettings: runtimePath),
    .testTarget(
      name: "RunReportsTests",
      dependencies: [
        "RunReports", "Reports", "LongTail", "Torch", "Calibration", "ArrayFiles", "TestSupport",
      ],
      linkerSettings: runtimePath),
    .testTarget(
      name: "CommandTests",
      dependencies: ["LongTailCommand", "LongTail", "Torch", "ArrayFiles", "TestSupport"],
      linkerSettings: runtimePath),
    .executableTarget(
      name: "ReaderFuzzer",
      dependencies: [
        "ArrayFiles", "Torch", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/ReaderFuzzer", linkerSettings: runtimePath),
  ],
  cxxLanguageStandard: .cxx20
)

for target in package.targets where ![.system, .plugin, .binary].contains(target.type) {
  if target.name == "CTorch" { continue }
  target.swiftSettings = settings
}
