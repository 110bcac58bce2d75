/// One block of Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011):
/// a function from a counter and a key to 128 random bits, with no state to carry.
package enum Philox {
  package typealias Block = (UInt32, UInt32, UInt32, UInt32)

  package static func block(counter: Block, key: (UInt32, UInt32)) -> Block {
    var x = counter
    var key = key
    for _ in 0..<10 {
      let (high0, low0) = x.0.multipliedFullWidth(by: 0xD251_1F53 as UInt32)
      let (high2, low2) = x.2.multipliedFullWidth(by: 0xCD9E_8D57 as UInt32)
      x = (high2 ^ x.1 ^ key.0, low2, high0 ^ x.3 ^ key.1, low0)
      key.0 &+= 0x9E37_79B9
      key.1 &+= 0xBB67_AE85
    }
    return x
  }
}
