internal import Foundation

/// What the endings of file names say about pictures; in small letters.
enum PictureEndings {
  /// Of JPEG and PNG files, which are read.
  static let read: Set<String> = [
    "jpg", "jpeg", "jpe", "jfif", "jfi", "jif", "pjpeg", "pjp", "png", "apng",
  ]

  /// Of pictures in formats that are not read.
  static let unread: Set<String> = [
    "bmp", "dib", "gif", "webp", "tif", "tiff", "heic", "heif", "hif", "avif", "jp2", "j2k", "jpf",
    "jpx", "jpc", "jxl", "jxr", "ppm", "pgm", "pbm", "pnm", "pfm", "tga", "ico", "icns", "psd",
    "svg",
    "svgz", "dng", "cr2", "cr3", "nef", "arw", "orf", "rw2", "raf", "raw", "exr", "hdr", "pcx",
    "sgi",
    "xbm", "xpm", "dcm", "eps", "qoi", "xcf",
  ]

  static let all = read.union(unread)

  /// Of what lies beside pictures: annotations, lists, archives.
  private static let companions: Set<String> = [
    "txt", "xml", "json", "jsonl", "csv", "tsv", "md", "rst", "yml", "yaml", "toml", "ini", "cfg",
    "db", "html", "htm", "pdf", "log", "py", "ipynb", "sh", "m", "zip", "tar", "gz", "bz2", "xz",
    "7z", "rar", "npy", "npz", "mat", "pkl", "pt", "pth", "h5", "parquet", "lnk", "url", "doc",
    "docx", "xls", "xlsx", "md5", "sha256", "mp4", "avi", "mov", "wav",
  ]

  /// True for a file that holds a picture but is not read: by its ending, or by its first bytes where the
  /// ending says nothing.
  static func isLeftOutPicture(_ entry: FolderListing.Entry) -> Bool {
    if unread.contains(entry.ending) { return true }
    return !companions.contains(entry.ending) && beginsAsPicture(entry.path)
  }

  private static func beginsAsPicture(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path),
      let start = try? file.read(upToCount: 12), start.count == 12
    else { return false }
    if PictureFormat(start) != nil { return true }
    func has(_ text: String, at place: Int) -> Bool {
      start.dropFirst(place).starts(with: Array(text.utf8))
    }
    return has("GIF8", at: 0) || has("II*\0", at: 0) || has("MM\0*", at: 0)
      || has("RIFF", at: 0) && has("WEBP", at: 8) || has("BM", at: 0) && has("\0\0\0\0", at: 6)
      || ["ftyphei", "ftypmif", "ftypavi"].contains { has($0, at: 4) }
  }
}
