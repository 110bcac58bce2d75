/// Every schedule there is.
public enum Schedules: Catalog {
  public static let kind = "schedule"
  public static let builtIn: [any CatalogItem.Type] = [
    StepSchedule.self, CosineSchedule.self, LinearSchedule.self, ConstantSchedule.self,
    AveragingSchedule.self,
  ]
}
