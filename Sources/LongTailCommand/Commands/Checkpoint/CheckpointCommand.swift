import ArgumentParser

/// `longtail checkpoint`
struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Look into weight files, and convert them to safetensors.",
    discussion: """
      Reads safetensors and PyTorch files (zip and legacy). PyTorch files are pickles; only an
      allow-list of harmless objects is read, and nothing in them is ever run.

      A file may hold several sets of weights: raw ones and their moving average (ema), student and
      teacher. `list` shows them all; --weights chooses one. What DataParallel and torch.compile put
      before names (module., _orig_mod.) is taken off.

      Examples:
        longtail checkpoint list resnet32.th
        longtail checkpoint convert resnet32.th --output resnet32.safetensors
        longtail checkpoint convert moco.pth --weights query --strip-prefix encoder. --output moco.safetensors
      """,
    subcommands: [CheckpointListCommand.self, CheckpointConvertCommand.self])
}
