extension CompareCommand {
  /// What the help of `longtail compare` says below its first line.
  static let discussion = """
    Each run is a folder below the output's runs/, as longtail train makes it. After each one the table
    is written as compare.md, .csv, .tex and .html: accuracy / ECE, mean ± deviation over seeds, the
    best in bold, beside published figures and training budgets. Interrupted, the same command goes on where it
    stopped. Methods that begin with the same stage share it. --table makes what it can of a published one.
    Begun on several machines with the same folder on a shared disk, each run is carried out by one of them.

    Examples:
      longtail compare cross-entropy mixup crt lws mislas --imbalance-factors 10,50,100 \\
        --seeds 0..2 --data cifar100:DIR --output runs/table
      longtail compare mixup,mislas --data cifar10:DIR --imbalance-factors 100 --epochs 20 \\
        --set mislas:stages.1.epochs=5 --output runs/short
      longtail compare crt mislas --seeds 0..9 --jobs 4 --data cifar100:DIR --output runs/many
      longtail compare --table mislas/cifar --scale 0.1 --data cifar100:DIR --output runs/mislas
      longtail compare mixup mislas --table mislas/cifar --imbalance-factors 100 --data cifar100:DIR \\
        --validation-fraction 0 --output runs/tables --export Documentation/results
    """
}
