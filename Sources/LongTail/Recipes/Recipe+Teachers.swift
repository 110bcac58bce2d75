import ArrayFiles

extension Recipe {
  /// The trained networks that stages name: the stage's index, the place among its companions, and which.
  var teacherSettings: [(stage: Int, place: Int, teacher: Teacher)] {
    stages.enumerated().flatMap { index, stage in
      stage.companions.enumerated().compactMap { place, chosen in
        (chosen.item as? Teacher).map { (index, place, $0) }
      }
    }
  }

  /// Gives the trained networks beside the one that learns other paths.
  public mutating func changeTeacherPaths(_ change: (String) -> String) {
    for (index, place, teacher) in teacherSettings {
      var teacher = teacher
      teacher.path = change(teacher.path)
      stages[index].companions[place] = Chosen(teacher)
    }
  }

  /// The recipe with a “~” in front of the paths of weights replaced by the home folder. Sources of data expand
  /// theirs themselves.
  var expandingHomeFolder: Recipe {
    var copy = self
    if let start { copy.start?.path = start.path.expandingHomeFolder }
    if let pretrained { copy.pretrained?.path = pretrained.path.expandingHomeFolder }
    copy.changeTeacherPaths(\.expandingHomeFolder)
    return copy
  }
}
