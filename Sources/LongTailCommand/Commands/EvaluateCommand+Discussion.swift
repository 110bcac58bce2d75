extension EvaluateCommand {
  /// What the help of `longtail evaluate` says below its first line.
  static let discussion = """
    Test distributions are chosen as SADE and BalPoE do: forward-R is long-tailed as the training set,
    backward-R the other way round. A prior says how frequent the classes are where the model will be
    used; its correction is exact, from the prior that the method trained for, and follows calibration.
    Experts that were trained for priors of their own are corrected from those.

    Pictures of other data are brought to the size of the run's as those were (--image-size and
    --picture-fit of its training), and normalised as those were. Classes are matched by name wherever
    both sides have names. The run's own data must be those that it was trained on; other data need them
    no longer to be there.

    Examples:
      longtail evaluate runs/bs
      longtail evaluate runs/bs --split validation
      longtail evaluate runs/bs --test-distribution backward-50 --prior backward-50
      longtail evaluate runs/bs --test-distribution forward-50,uniform,backward-50 --prior matching
      longtail evaluate runs/bs --test-distribution backward-50 --prior estimated
      longtail evaluate runs/sade --test-distribution forward-50,backward-50 --learn-expert-weights
      longtail evaluate runs/bs --data arrays:DIR
      longtail evaluate runs/bs --data cifar10.1:DIR --data corruptions:DIR
      longtail evaluate runs/shike --experts
      longtail evaluate runs/shike --experts --per-class --format csv
      longtail evaluate runs/oltr --open-set image-folder:OTHERS --open-threshold 0.1
    """
}
