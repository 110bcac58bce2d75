import TestSupport
import Testing

@testable import LongTail

struct PeakMemoryTests {
  @Test func `the peak is read in bytes, and is none where it does not stand`() {
    let status = "Name:\tlongtail\nVmPeak:\t  900 kB\nVmHWM:\t     12345 kB\nVmRSS:\t 8 kB\n"
    #expect(PeakMemory.bytes(inStatus: status) == 12_641_280)
    #expect(PeakMemory.bytes(inStatus: "Name:\tlongtail\n") == nil)
    #expect(PeakMemory.bytes(inStatus: "VmHWM:\tmuch\n") == nil)
  }

  @Test func `this process has a peak`() throws {
    PeakMemory.restart()
    #expect(try #require(PeakMemory.bytes) > 1 << 20)
  }
}
