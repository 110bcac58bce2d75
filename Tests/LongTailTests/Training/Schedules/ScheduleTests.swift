import Foundation
import LongTail
import Testing

struct ScheduleTests {
  private static func schedule(_ name: String) throws -> any Schedule {
    try Chosen<Schedules>(named: name).schedule
  }

  /// MiSLAS on CIFAR (Zhong et al., CVPR 2021), at the base rate of 0.1.
  @Test(arguments: [
    (0, 0.02), (1, 0.04), (3, 0.08), (4, 0.1), (5, 0.1), (159, 0.1), (160, 0.01), (179, 0.01),
    (180, 0.001), (199, 0.001),
  ])
  func `steps fall where the paper's do`(_ epoch: Int, _ rate: Double) {
    #expect(
      abs(0.1 * StepSchedule().factor(at: StageProgress(epoch: epoch, epochs: 200)) - rate) < 1e-15)
  }

  @Test func `a cosine starts at one and ends a step before zero`() {
    let step = Double.pi / 8
    let expected: [Int: Double] = [
      0: 1, 1: 0.5 + 0.5 * cos(step), 4: 0.5, 7: 0.5 - 0.5 * cos(step),
    ]
    for (epoch, factor) in expected {
      #expect(
        abs(CosineSchedule().factor(at: StageProgress(epoch: epoch, epochs: 8)) - factor) < 1e-15)
    }
  }

  @Test func `a cosine follows its warm-up and stops at its floor`() {
    let schedule = CosineSchedule(warmup: 2, floor: 0.2)
    let factors = (0..<6).map { schedule.factor(at: StageProgress(epoch: $0, epochs: 6)) }
    let swing = 0.4 * cos(Double.pi / 4)
    let expected: [Double] = [1 / 3.0, 2 / 3.0, 1, 0.6 + swing, 0.6, 0.6 - swing]
    for (factor, value) in zip(factors, expected) { #expect(abs(factor - value) < 1e-15) }
  }

  @Test func `a line follows its warm-up and stops at its floor`() {
    let schedule = LinearSchedule(warmup: 1, floor: 0.5)
    let factors = (0..<5).map { schedule.factor(at: StageProgress(epoch: $0, epochs: 5)) }
    for (factor, value) in zip(factors, [0.5, 1, 0.875, 0.75, 0.625]) {
      #expect(abs(factor - value) < 1e-15)
    }
    #expect(LinearSchedule().factor(at: StageProgress(epoch: 0, epochs: 4)) == 1)
    #expect(LinearSchedule().factor(at: StageProgress(epoch: 3, epochs: 4)) == 0.25)
  }

  /// PyTorch 2.13's CosineAnnealingLR(200) at the base rate of 0.1, and its SWALR(0.05) from the 121st of 201 epochs.
  @Test(arguments: [
    (0, 0.1), (60, 0.079389263), (119, 0.035297984), (120, 0.034549150), (124, 0.039887288),
    (129, 0.049621891), (130, 0.05), (200, 0.05),
  ])
  func `an average is taken at a rate of its own`(_ epoch: Int, _ rate: Double) {
    let schedule = AveragingSchedule(start: 0.6, level: 0.5, transition: 10)
    #expect(abs(0.1 * schedule.factor(at: StageProgress(epoch: epoch, epochs: 201)) - rate) < 5e-10)
  }

  @Test func `without an average before the last epoch it is a cosine that ends at zero`() {
    let schedule = AveragingSchedule(start: 0.99, level: 0, transition: 0)
    for epoch in 0..<6 {
      let cosine = CosineSchedule().factor(at: StageProgress(epoch: epoch, epochs: 5))
      let own = schedule.factor(at: StageProgress(epoch: epoch, epochs: 6))
      #expect(abs(own - (epoch == 5 ? 0 : cosine)) < 1e-15)
    }
    #expect(AveragingSchedule().factor(at: StageProgress(epoch: 0, epochs: 1)) == 0.5)
    #expect(AveragingSchedule().scaled(from: 200, to: 20).transition == 1)
  }

  @Test func `a constant is one`() {
    #expect(
      (0..<4).allSatisfy { ConstantSchedule().factor(at: StageProgress(epoch: $0, epochs: 4)) == 1 }
    )
  }

  @Test(arguments: [(20, [16, 18], 5), (8, [6, 7], 2), (1, [1, 1], 0), (400, [320, 360], 5)])
  func `milestones scale, and warm-up takes at most a quarter`(
    _ epochs: Int, _ milestones: [Int], _ warmup: Int
  ) {
    let scaled = StepSchedule().scaled(from: 200, to: epochs)
    #expect(scaled.milestones == milestones)
    #expect(scaled.warmup == warmup)
    #expect(scaled.decay == StepSchedule().decay)
  }

  @Test func `warm-ups of cosine and line take at most a quarter`() {
    #expect(CosineSchedule(warmup: 5).scaled(from: 200, to: 8).warmup == 2)
    #expect(CosineSchedule(warmup: 5).scaled(from: 200, to: 100).warmup == 5)
    #expect(LinearSchedule(warmup: 5).scaled(from: 200, to: 8).warmup == 2)
  }

  @Test(arguments: Schedules.names, [1, 2, 7, 200])
  func `every schedule gives usable rates at every length`(_ name: String, _ epochs: Int) throws {
    for schedule in try [Self.schedule(name), Self.schedule(name).scaled(from: 200, to: epochs)] {
      for epoch in 0..<epochs {
        let factor = schedule.factor(at: StageProgress(epoch: epoch, epochs: epochs))
        #expect(factor > 0 && factor <= 1, "epoch \(epoch)")
      }
    }
  }
}
