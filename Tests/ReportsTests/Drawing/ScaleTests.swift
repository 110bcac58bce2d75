import Reports
import Testing

@Test func `ticks of a linear scale are round`() {
  #expect(LinearScale(0...1).ticks(about: 5) == [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1])
  #expect(LinearScale(0...7).ticks(about: 4) == [0, 2, 4, 6])
  #expect(LinearScale(-30...40).ticks(about: 3) == [-20, 0, 20, 40])
  #expect(LinearScale(3...997).ticks(about: 5) == [200, 400, 600, 800])
}

@Test func `a scale moves what is outside to its ends`() {
  let scale = LinearScale(10...20)
  #expect(scale.fraction(15) == 0.5)
  #expect(scale.fraction(5) == 0)
  #expect(scale.fraction(.infinity) == 1)
  #expect(scale.fraction(.nan) == 0)
  let logarithmic = LogarithmicScale(1...100)
  #expect(abs(logarithmic.fraction(10) - 0.5) < 1e-15)
  #expect(logarithmic.fraction(0) == 0)
  #expect(logarithmic.fraction(.nan) == 0)
}

@Test func `a scale around equal values has an extent`() {
  for values in [[], [0.0], [5, 5, 5], [-2], [.nan]] {
    let scale = LinearScale(around: values)
    #expect(scale.domain.lowerBound < scale.domain.upperBound, "\(values)")
  }
  for values in [[], [0.0], [7, 7], [-1, 3]] {
    let scale = LogarithmicScale(around: values)
    #expect(0 < scale.domain.lowerBound, "\(values)")
    #expect(scale.domain.lowerBound < scale.domain.upperBound, "\(values)")
  }
}

@Test func `a linear scale ends round and includes its base`() {
  let scale = LinearScale(around: [3.2, 9.7], including: 0)
  #expect(scale.domain == 0...10)
}

@Test func `ticks of a logarithmic scale are as dense as there is room`() {
  let scale = LogarithmicScale(5...500)
  #expect(scale.ticks(about: 8) == [5, 10, 20, 50, 100, 200, 500])
  #expect(scale.ticks(about: 5) == [10, 30, 100, 300])
  #expect(LogarithmicScale(1...1e9).ticks(about: 4).count <= 4)
}

@Test(arguments: [
  .leastNonzeroMagnitude, Double.leastNonzeroMagnitude * 2000, 1e-308, 1e-200, 1e-12, 1, 1e12,
  1e200, 1e300, 1.7e308,
])
func `a scale places values of any size`(size: Double) {
  let values = [-size, size / 2, size, size.nextUp, 0]
  for others in [[], [0.1], [-3, 4], [Double.leastNonzeroMagnitude * 2000, 1e308]] {
    let all = values + others
    let pairs = all.flatMap { one in all.filter { $0 >= one }.map { one...$0 } }
    let scales: [any Scale] =
      [
        LinearScale(around: all), LinearScale(around: all, including: 0),
        LogarithmicScale(around: all),
      ]
      + pairs.map { LinearScale($0) } + pairs.map { LogarithmicScale($0) }
    for scale in scales {
      #expect(scale.domain.lowerBound < scale.domain.upperBound)
      #expect(all.map(scale.fraction).allSatisfy { 0 <= $0 && $0 <= 1 }, "\(scale.domain)")
      #expect(scale.ticks(about: 5).allSatisfy { $0.isFinite }, "\(scale.domain)")
      #expect(scale.ticks(about: 5).count < 20, "\(scale.domain)")
    }
  }
}
