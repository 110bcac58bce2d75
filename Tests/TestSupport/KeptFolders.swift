/// Folders of one test that it reads by their paths alone: they stay until the test's suite goes away.
public final class KeptFolders {
  private var folders: [TemporaryFolder] = []

  public init() {}

  /// A new folder.
  public func make() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    folders.append(folder)
    return folder
  }
}
