import Calibration
import Testing

@testable import LongTail

// The same numbers come from numpy.random.RandomState(0).

@Test func `the Mersenne Twister gives NumPy's numbers`() {
  var random = MersenneTwister(seed: 0)
  #expect(random.next() == 2_357_136_044)
  #expect(random.next() == 2_546_248_239)
}

@Test func `the shuffle is NumPy's`() {
  func shuffled(_ count: Int, using random: inout MersenneTwister) -> [Int] {
    var order = Array(0..<count)
    random.shuffle(&order)
    return order
  }
  var random = MersenneTwister(seed: 0)
  #expect(shuffled(10, using: &random) == [2, 8, 4, 9, 1, 6, 7, 3, 0, 5])
  random = MersenneTwister(seed: 0)
  #expect(
    shuffled(5000, using: &random).prefix(8) == [398, 3833, 4836, 4572, 636, 2545, 1161, 2230])
  #expect(
    shuffled(5000, using: &random).prefix(8) == [597, 332, 521, 3935, 4800, 1102, 4304, 1826])
  random = MersenneTwister(seed: 0)
  #expect(shuffled(500, using: &random).prefix(8) == [90, 254, 283, 445, 461, 15, 316, 489])
}
