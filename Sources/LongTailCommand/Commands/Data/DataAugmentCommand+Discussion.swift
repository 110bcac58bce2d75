extension DataAugmentCommand {
  /// What the help of `longtail data augment` says below its first line.
  static let discussion = """
    The folder gets the run's training part with the made pictures behind it, and its validation and test parts as they are:
    arrays where the run's pictures are of one size in one file, else packed pictures. The line that is printed goes to
    --data. Groups of classes stay those of the run. Interrupted, the same command goes on where it stopped.

    Examples:
      longtail train cam --data cifar100:DIR --imbalance-factor 100 --output runs/first
      longtail data augment runs/first --output more
      longtail train cam --from runs/first --data arrays:more --output runs/cam
    """
}
