/// The version of this package: of the library and of the tool.
public enum Version {
  /// `MAJOR.MINOR.PATCH`, as semantic versioning has it.
  public static let current = "0.1.0"
}
