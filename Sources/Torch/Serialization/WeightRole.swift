/// What a set of weights is for, where a file holds several: training programs also save moving averages,
/// teachers, and networks that only help in training.
enum WeightRole: String, CaseIterable {
  /// As training left them.
  case raw
  /// A moving average of them.
  case ema
  case student, teacher
  /// BYOL's two networks.
  case online, target
  /// MoCo's two encoders; its third version calls them base and momentum.
  case query, key
  case base, momentum
  case best, last, current

  /// The one of two that the field's own programs go on with: timm takes averages before raw weights, MoCo
  /// and BYOL the network that gradients train. `nil` where programs differ, as for student and teacher.
  static func preferred(_ pair: Set<WeightRole>) -> WeightRole? {
    switch pair {
    case [.ema, .raw]: .ema
    case [.online, .target]: .online
    case [.query, .key]: .query
    case [.base, .momentum]: .base
    default: nil
    }
  }

  /// The role that the key of a dictionary around weights gives them, such as `state_dict_ema`; `nil` for a
  /// key that is no name of a set of weights, such as `optimizer`.
  init?(key: String) {
    if Self.rawKeys.contains(key) {
      self = .raw
      return
    }
    guard let role = Self.role(in: key), role != .raw else { return nil }
    self = role
  }

  /// The role that a part of a network has by its name, such as `encoder_q`; `nil` for an ordinary part. A
  /// word that layers are called by, too, is a role only beside another that says "network".
  init?(part: String) {
    guard let role = Self.role(in: part), role != .raw else { return nil }
    let isPlain: Set<WeightRole> = [.ema, .student, .teacher]
    guard isPlain.contains(role) || Self.words(part).contains(where: Self.general.contains) else {
      return nil
    }
    self = role
  }

  /// Whether the name says no more than that something is a network, as "model" and "net" do.
  static func isGeneral(_ name: String) -> Bool {
    let words = words(name)
    return !words.isEmpty && words.allSatisfy(general.contains)
  }

  /// The one role that all words which are not general agree on; raw for a name of general words only.
  private static func role(in name: String) -> WeightRole? {
    var found: WeightRole?
    for word in words(name) where !general.contains(word) {
      guard let role = roles[word], found ?? role == role else { return nil }
      found = role
    }
    return found ?? .raw
  }

  /// `emaModel` and `ema_model` have the same words.
  private static func words(_ name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasLower = false
    for character in name {
      let isPart = character.isLetter || character.isNumber
      if (!isPart || (character.isUppercase && wasLower)), !word.isEmpty {
        words.append(word.lowercased())
        word = ""
      }
      if isPart { word.append(character) }
      wasLower = character.isLowercase
    }
    return word.isEmpty ? words : words + [word.lowercased()]
  }

  /// Where programs keep the weights in what they save.
  private static let rawKeys: Set<String> = [
    "state_dict", "model_state_dict", "model_state", "model", "net", "network", "net_state_dict",
    "network_state_dict", "weights", "params", "parameters", "module", "checkpoint", "ckpt",
  ]
  private static let general: Set<String> = [
    "state", "dict", "statedict", "model", "models", "net", "network", "weights", "weight",
    "params",
    "parameters", "module", "encoder", "backbone", "checkpoint", "ckpt",
  ]
  private static let roles: [String: WeightRole] = [
    "ema": .ema, "average": .ema, "averaged": .ema, "averages": .ema, "avg": .ema, "moving": .ema,
    "exponential": .ema, "shadow": .ema, "swa": .ema, "polyak": .ema,
    "student": .student, "teacher": .teacher, "online": .online, "target": .target,
    "q": .query, "query": .query, "k": .key, "key": .key, "base": .base, "momentum": .momentum,
    "best": .best, "last": .last, "latest": .last, "final": .last, "current": .current,
  ]
}
