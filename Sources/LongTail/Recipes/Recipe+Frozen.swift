extension Recipe {
  /// Whether a tensor of the network is in every stage as the file of a trained backbone has it: checkpoints leave it to that
  /// file.
  func leavesToFile(_ name: String) -> Bool {
    guard pretrained != nil, ExpertModel.isBackbone(name) else { return false }
    // Statistics of batch norm stay with the layers' own scale and shift trained or not.
    let isStatistic =
      name.hasSuffix("running_mean") || name.hasSuffix("running_var")
      || name.hasSuffix("num_batches_tracked")
    return isStatistic ? model.keepsStatistics && !isAdded(name) : !model.tunes(name)
  }
}
