extension TrainCommand {
  /// What the help of `longtail train` says below its first line.
  static let discussion = """
    The run's folder gets the recipe, a log, checkpoints, predictions, calibrators, every figure, and
    a report. A run that was stopped or killed goes on with --resume and ends with the same weights
    as one that never stopped.

    Examples:
      longtail train balanced-softmax --data cifar100:DIR --imbalance-factor 100 --epochs 30
      longtail train mixup --data image-folder:PICTURES --image-size 64 --output runs/mine
      longtail train cross-entropy --data cifar10:DIR --set stages.0.optimizer.learningRate=0.05
      longtail train mislas --from runs/mixup --output runs/mislas
      longtail train balpoe --data cifar100:DIR --teacher runs/large
      longtail train balanced-softmax --data image-folder:PICTURES --backbone vit_b16.safetensors
      longtail train --data image-folder:PICTURES --backbone vit_b16.safetensors
      longtail train --recipe runs/mine/recipe.yaml --output runs/again
      longtail train --resume --output runs/mine
      longtail train balpoe --data cifar100:DIR --processes 2
      torchrun --no-python --nproc-per-node 4 longtail train balpoe --data cifar100:DIR
      longtail train --resume --output runs/mine --data image-folder:MOVED
    """
}
