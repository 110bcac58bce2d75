/// Every training objective there is: losses, and what is more than a loss.
public enum Losses: Catalog {
  public static let kind = "loss"
  public static let builtIn: [any CatalogItem.Type] = [
    CrossEntropy.self, BalancedSoftmax.self, LabelAwareSmoothing.self,
    LabelDistributionAwareMargin.self, ExpertLogitAdjustment.self, DynamicKnowledgeTransfer.self,
    DistributionAwareDiversity.self, RoutingLoss.self, CumulativeLearning.self,
    KnowledgeDistillation.self, SupervisedContrast.self, FocalLoss.self, ClassBalancedLoss.self,
    LabelSmoothing.self, LabelDistributionDisentangling.self, RangeLoss.self,
    GaussianCloudedLogits.self, CenterLoss.self, ResidualFusion.self,
    BalancedContrast.self, ProbabilisticContrast.self, ParametricContrast.self,
    NestedCollaboration.self, DiversityConsistency.self, DiverseDistributions.self,
    EvidentialExperts.self, BatchFormer.self, GlobalLocalConsistency.self, InstanceContrast.self,
    DirichletMixture.self, MetaSampling.self, DiscriminativeCentroids.self, FewShotEpisodes.self,
    ExpertChoice.self, SelfPacedDistillation.self,
    RareSampleGeneration.self, FormerDistillation.self, ComplementaryExperts.self,
    RegMixup.self, CorrectnessRanking.self, ConfidenceWeighting.self, LogitNormalization.self,
    ClassConditionalSharpness.self, AdversarialFeatures.self,
  ]
}
