extension PredictCommand {
  /// What the help of `longtail predict` says below its first line.
  static let discussion = """
    Of a folder all pictures are taken, those in folders below it too, in order of names. Pictures that cannot be read
    are named, and the others answered; the exit code then is 1.

    Examples:
      longtail predict runs/mine picture.png
      longtail predict runs/mine pictures
      longtail predict runs/mine *.jpg --top 3 --format csv
      longtail predict runs/mine *.jpg --alpha 0.1
      longtail predict runs/mine *.jpg --prior estimated
      longtail predict runs/sade *.jpg --learn-expert-weights
      longtail predict runs/mine *.jpg --hierarchy taxa.csv --confidence 0.9
    """
}
