/// The selections that papers report figures on, by the SHA-256 of ``SplitIdentity``.
///
/// Computed with NumPy by Tests/Fixtures/split_fixtures.py.
enum PublishedSplits {
  struct Entry: Sendable {
    let dataset: String
    let imbalanceFactor: Int
    let variant: LongTailSplit.Variant
    let sha256: String
    /// Such as "published CIFAR-100-LT selection".
    let title: String
  }

  static let all: [Entry] = [
    Entry(
      dataset: "cifar10", imbalanceFactor: 10, variant: .shuffled,
      sha256: "448d422a25745cdaddb0c8f0da49d43d297b6b29058379b9440627c227cfc243",
      title: "published CIFAR-10-LT selection"),
    Entry(
      dataset: "cifar10", imbalanceFactor: 10, variant: .first,
      sha256: "aa687e22c41670acd6088473d259a8b5f5e90e4597c2455b9b1d410900c2d3a9",
      title: "published CIFAR-10-LT selection"),
    Entry(
      dataset: "cifar10", imbalanceFactor: 50, variant: .shuffled,
      sha256: "620184a2896675c834da5f030951948e3480f350a46537d6a4adc4451699def2",
      title: "published CIFAR-10-LT selection"),
    Entry(
      dataset: "cifar10", imbalanceFactor: 50, variant: .first,
      sha256: "3f3d132333c2685c36362d2599953f7b57c85639f22d5abe1c6579d6610dce71",
      title: "published CIFAR-10-LT selection"),
    Entry(
      dataset: "cifar10", imbalanceFactor: 100, variant: .shuffled,
      sha256: "f7669c469c9ddf9afcfabc0b127018ebfa21ac9ecddbe2642455be26c359cb8d",
      title: "published CIFAR-10-LT selection"),
    Entry(
      dataset: "cifar10", imbalanceFactor: 100, variant: .first,
      sha256: "1c8f9fd307060fad95ca5b340ecd9e2ca12dda1933c1055418facd2ec9b5cb92",
      title: "published CIFAR-10-LT selection"),
    Entry(
      dataset: "cifar10", imbalanceFactor: 200, variant: .shuffled,
      sha256: "71da1ec51fc39313a87f0b3eb37f8e2325954ce7606d7a6ccad2cef25135df4f",
      title: "published CIFAR-10-LT selection"),
    Entry(
      dataset: "cifar10", imbalanceFactor: 200, variant: .first,
      sha256: "a494b81f2bd73c58a863782b0509007862b32bc2ec2a25eae9ff411b447187f3",
      title: "published CIFAR-10-LT selection"),
    Entry(
      dataset: "cifar100", imbalanceFactor: 10, variant: .shuffled,
      sha256: "d0262356bfc4aa110d026add22bd1796d3ae95d22b4e638b14ebfca0181025b1",
      title: "published CIFAR-100-LT selection"),
    Entry(
      dataset: "cifar100", imbalanceFactor: 10, variant: .first,
      sha256: "09e62f3980f47feade187e12c24e489a360ceeb8488ad22eedc8dea5f21cce0d",
      title: "published CIFAR-100-LT selection"),
    Entry(
      dataset: "cifar100", imbalanceFactor: 50, variant: .shuffled,
      sha256: "8382897eace08678a67a0991b1d0db69b45f9c89ce7c38bc78fa3869909c4695",
      title: "published CIFAR-100-LT selection"),
    Entry(
      dataset: "cifar100", imbalanceFactor: 50, variant: .first,
      sha256: "898d0d2a8543d10a270931ee17e5ef8bf080e7a8e37916a87e984f927a9aab0c",
      title: "published CIFAR-100-LT selection"),
    Entry(
      dataset: "cifar100", imbalanceFactor: 100, variant: .shuffled,
      sha256: "644b6d28caa663f356ee55c541b55da2f8d0c4461cc0b2161f99c2fbf0273456",
      title: "published CIFAR-100-LT selection"),
    Entry(
      dataset: "cifar100", imbalanceFactor: 100, variant: .first,
      sha256: "baca8d6631515fffebdadcca13d1ba8ed12fa5c9d12ebf3b1f0680e83726d99a",
      title: "published CIFAR-100-LT selection"),
    Entry(
      dataset: "cifar100", imbalanceFactor: 200, variant: .shuffled,
      sha256: "270547597b0f832beceb1edf8f3fe327a61062a21189e66eb1f815ee4f91ad3e",
      title: "published CIFAR-100-LT selection"),
    Entry(
      dataset: "cifar100", imbalanceFactor: 200, variant: .first,
      sha256: "3a5ce4626c9cded71bd7c8ba53f46b678b14d273dab6db36f31814d6e3f0b889",
      title: "published CIFAR-100-LT selection"),
  ]
}
