/// Whether a parameter lies at or below a path prefix. What belongs to an expert also lies where it would
/// in a network of one: `classifier` is every expert's own.
func matches(_ name: String, prefix: String) -> Bool {
  if name == prefix || name.hasPrefix(prefix + ".") { return true }
  let steps = name.split(separator: ".", maxSplits: 2)
  guard steps.count == 3, steps[0] == "experts" else { return false }
  return steps[2] == prefix || steps[2].hasPrefix(prefix + ".")
}
