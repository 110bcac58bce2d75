import Testing

@testable import LongTail

struct ProcessorNameTests {
  @Test func `the first processor's name is that of them all`() {
    let info = """
      processor\t: 0
      vendor_id\t: AuthenticAMD
      model\t\t: 17
      model name\t: AMD EPYC 9R14: 2.6 GHz
      processor\t: 1
      model name\t: another
      """
    #expect(ProcessorName.name(inInfo: info) == "AMD EPYC 9R14: 2.6 GHz")
  }

  @Test func `where the system does not say it there is none`() {
    #expect(ProcessorName.name(inInfo: "processor\t: 0\nCPU part\t: 0xd0c\n") == nil)
    #expect(ProcessorName.name(inInfo: "model name\t: \n") == nil)
    #expect(ProcessorName.name(inInfo: "") == nil)
  }
}
