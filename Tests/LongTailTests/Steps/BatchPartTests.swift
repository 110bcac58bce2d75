import Testing
import Torch

@testable import LongTail

struct BatchPartTests {
  @Test(arguments: [1, 2, 3, 5], [1, 2, 4])
  func `every row is in one part, whatever the number of processes`(count: Int, processes: Int) {
    let total = 13
    let all = Tensor((0..<total).map(Float.init))
    let pieces = (0..<processes).map { total * ($0 + 1) / processes - total * $0 / processes }
    for index in 0..<count {
      let part = BatchPart(index: index, count: count)
      let expected = (0..<total).filter { $0 % count == index }
      #expect(part.rows(of: all).ints == expected)
      #expect(part.elements(of: Array(0..<total)) == expected)
      var (first, found) = (0, [Int]())
      for (piece, rows) in zip(pieces, part.counts(in: pieces)) {
        let own = part.rows(of: all.narrowed(axis: 0, from: first, count: piece), from: first).ints
        #expect(own.count == rows)
        found += own
        first += piece
      }
      #expect(found == expected)
    }
  }

  @Test func `a part of pictures keeps their order in memory`() {
    let pictures = (0..<4 * 2 * 2 * 3).map(Float.init).withUnsafeBufferPointer {
      Tensor.channelsLast(nhwc: $0, batch: 4, height: 2, width: 2, channels: 3, device: .cpu)
    }
    let own = BatchPart(index: 1, count: 2).rows(of: pictures)
    #expect(own.shape == [2, 3, 2, 2] && !own.isContiguous)
    #expect(own.permuted([0, 2, 3, 1]).isContiguous)
    #expect(own.selected(axis: 0, at: 1).floats == pictures.selected(axis: 0, at: 3).floats)
  }

  @Test func `a short batch has fewer parts of the usual size`() {
    func parts(_ samples: Int, rows: [Int]? = nil) -> Int {
      BatchPart.count(4, of: 128, samples: samples, rows: rows)
    }
    #expect(parts(128) == 4 && parts(97) == 4 && parts(96) == 3 && parts(32) == 1 && parts(1) == 1)
    #expect(parts(128, rows: [64, 64]) == 4)
    // No process is without a row.
    #expect(BatchPart.count(4, of: 8, samples: 8, rows: [2, 3, 3]) == 2)
    #expect(BatchPart.count(8, of: 8, samples: 8, rows: nil) == 8)
  }
}
