import Foundation
import TestSupport
import Testing

@testable import Calibration

struct AvailableProcessorsTests {
  /// Files of a system, by path from its root.
  private func processors(_ files: [String: String]) throws -> Double? {
    let folder = try TemporaryFolder()
    for (path, text) in files {
      let url = URL(fileURLWithPath: folder(path))
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    return ControlGroups(root: folder.path).processors
  }

  private static let second =
    "31 24 0:27 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
  private static let first =
    "40 24 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid - cgroup cgroup rw,cpu,cpuacct\n"

  @Test func `the strictest group of version 2 counts, be it the process's own or above it`() throws
  {
    let files = [
      "proc/self/mountinfo": Self.second, "proc/self/cgroup": "0::/slurm/job7/step0\n",
      "sys/fs/cgroup/slurm/job7/step0/cpu.max": "max 100000\n",
      "sys/fs/cgroup/slurm/job7/cpu.max": "250000 100000\n",
      "sys/fs/cgroup/slurm/cpu.max": "1600000 100000\n",
    ]
    #expect(try processors(files) == 2.5)
  }

  @Test func `a container of version 2 finds its limit at the root`() throws {
    let files = [
      "proc/self/mountinfo": Self.second, "proc/self/cgroup": "0::/\n",
      "sys/fs/cgroup/cpu.max": "50000 100000\n",
    ]
    #expect(try processors(files) == 0.5)
  }

  @Test func `version 1 has quota and period in two files`() throws {
    let files = [
      "proc/self/mountinfo": Self.first,
      "proc/self/cgroup": "5:memory:/elsewhere\n4:cpu,cpuacct:/kubepods/pod1\n",
      "sys/fs/cgroup/cpu,cpuacct/kubepods/pod1/cpu.cfs_quota_us": "300000\n",
      "sys/fs/cgroup/cpu,cpuacct/kubepods/pod1/cpu.cfs_period_us": "100000\n",
      "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
      "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
    ]
    #expect(try processors(files) == 3)
  }

  @Test func `a container of version 1 sees its own group where it is mounted`() throws {
    let files = [
      "proc/self/mountinfo":
        "40 24 0:30 /docker/abc /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n",
      "proc/self/cgroup": "4:cpu:/docker/abc\n",
      "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "150000\n",
      "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    ]
    #expect(try processors(files) == 1.5)
  }

  @Test func `nothing is limited without groups or quotas`() throws {
    #expect(try processors([:]) == nil)
    let files = [
      "proc/self/mountinfo": Self.second, "proc/self/cgroup": "0::/\n",
      "sys/fs/cgroup/cpu.max": "max 100000\n",
    ]
    #expect(try processors(files) == nil)
  }

  @Test(arguments: [(8, 4, 0.5, 1), (8, 4, 2.5, 3), (8, 2, 6, 2), (1, 4, 6, 1)])
  func `the least of system, mask and quota is taken`(
    system: Int, allowed: Int, quota: Double, expected: Int
  ) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("proc/self"), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: folder("sys/fs/cgroup"), withIntermediateDirectories: true)
    _ = try folder.file("proc/self/mountinfo", Data(Self.second.utf8))
    _ = try folder.file("proc/self/cgroup", Data("0::/\n".utf8))
    _ = try folder.file("sys/fs/cgroup/cpu.max", Data("\(Int(quota * 1000)) 1000\n".utf8))
    let count = AvailableProcessors.count(
      ofSystem: system, allowed: allowed, groups: ControlGroups(root: folder.path))
    #expect(count == expected)
  }

  @Test(arguments: [("0-1", 2), ("0-3,8", 5), ("7", 1), ("0,2-2", 2)])
  func `the processors of a mask are counted`(mask: String, expected: Int) {
    let status =
      "Name:\tlongtail\nCpus_allowed:\tff\nCpus_allowed_list:\t\(mask)\nMems_allowed:\t1\n"
    #expect(AvailableProcessors.affinity(inStatus: status) == expected)
  }

  @Test func `a mask that does not read is no limit`() {
    #expect(AvailableProcessors.affinity(inStatus: "Name:\tlongtail\n") == nil)
    #expect(AvailableProcessors.affinity(inStatus: "Cpus_allowed_list:\t3-x\n") == nil)
  }

  @Test func `several jobs get equal parts of at least one processor`() {
    #expect(AvailableProcessors.count(perJobOf: 1) == AvailableProcessors.count)
    #expect(AvailableProcessors.count(perJobOf: 100_000) == 1)
  }
}
