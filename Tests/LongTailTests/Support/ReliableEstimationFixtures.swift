import TestSupport

/// `reliable_estimation_fixtures.json`: the parts of SURE by PyTorch 2.13.0
/// (Tests/Fixtures/reliable_estimation_fixtures.py).
struct ReliableEstimationFixtures: Decodable {
  struct Mixed: Decodable {
    let order: [Int]
    let share: Double
    let weight: Double
    let arrays: [String: StageFixtures.Array]
  }

  struct Ranking: Decodable {
    let counts: [Int]
    let epoch: Int
    let positions: [Int]
    let arrays: [String: StageFixtures.Array]
  }

  struct Weighting: Decodable {
    let form: String
    let arrays: [String: StageFixtures.Array]
  }

  let labels: [Int]
  let mixed: Mixed
  let ranking: [Ranking]
  let weighting: [Weighting]

  static func read() throws -> ReliableEstimationFixtures {
    try fixture("reliable_estimation_fixtures", as: ReliableEstimationFixtures.self)
  }
}
