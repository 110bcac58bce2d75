import Testing

@testable import LongTail

struct RoutingFiguresTests {
  @Test func `a router's figures count every sample once`() throws {
    let cost = NetworkCost(
      shared: 100_000, experts: [40_000, 30_000, 20_000], decision: 5_000)
    let figures = try #require(RoutingFigures(expertsUsed: [1, 1, 2, 3], cost: cost))
    #expect(figures.averageExperts == 1.75)
    #expect(figures.shares == [0.5, 0.25, 0.25])
    #expect(figures.sharesAsked == [1, 0.5, 0.25])
    // 145 thousand twice, 180 and 200.
    #expect(figures.averageMultiplyAdds == 167_500 && figures.totalMultiplyAdds == 200_000)
    #expect(abs(figures.savedShare - 0.1625) < 1e-12)
    #expect(figures.description.contains("1.75 of 3 experts on average, 0.16"))
    #expect(figures.description.contains("of 0.200 million multiply-adds"))
    #expect(RoutingFigures(expertsUsed: [], cost: cost) == nil)
  }
}
