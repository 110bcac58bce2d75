import Reports
import Testing

@Test func `shares are percent with the digits asked for`() {
  #expect(Numerals.percent(0.4312) == "43.1%")
  #expect(Numerals.percent(0.0101, digits: 2) == "1.01%")
  #expect(Numerals.percent(1, digits: 0) == "100%")
}

@Test func `what is missing or not finite is a dash`() {
  #expect(Numerals.percent(nil) == "–")
  #expect(Numerals.percent(.nan) == "–")
  #expect(Numerals.points(.infinity) == "–")
  #expect(Numerals.fixed(nil, digits: 3) == "–")
  #expect(Numerals.short(.nan) == "–")
}

@Test func `points always carry their sign unless they are zero`() {
  #expect(Numerals.points(0.032) == "+3.2")
  #expect(Numerals.points(-0.004) == "−0.4")
  #expect(Numerals.points(0.0001) == "0.0")
  #expect(Numerals.points(-0.0001) == "0.0")
}

@Test func `counts are grouped in thousands`() {
  #expect(Numerals.count(0) == "0")
  #expect(Numerals.count(999) == "999")
  #expect(Numerals.count(10847) == "10,847")
  #expect(Numerals.count(1_000_007) == "1,000,007")
  #expect(Numerals.count(-1200) == "−1,200")
}

@Test func `short numbers avoid exponents`() {
  #expect(Numerals.short(0.1) == "0.1")
  #expect(Numerals.short(0.00001) == "0.00001")
  #expect(Numerals.short(0.998) == "0.998")
  #expect(Numerals.short(5000) == "5,000")
  #expect(Numerals.short(-2.5) == "−2.5")
}
