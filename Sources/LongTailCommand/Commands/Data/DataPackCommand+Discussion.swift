extension DataPackCommand {
  /// What the help of `longtail data pack` says below its first line.
  static let discussion = """
    Every part of the data becomes a file, which --data packed:FOLDER reads. Pictures whose shorter side is longer than
    --short-side are made smaller and encoded as JPEG; others keep their bytes. Interrupted, the same command goes on
    where it stopped. Everything is read again and compared before a file gets its name.

    Example: longtail data pack --data image-folder:DIR --short-side 256 --output packed
    """
}
