/// What the paints look like: colours that stay apart for colour-blind eyes and in grey.
///
/// The series are those of Okabe and Ito (2008), darkened where thin lines would vanish on white and
/// lightened for the dark theme.
enum Theme: CaseIterable {
  case light, dark

  /// The colour as `#rrggbb`.
  func colour(_ paint: Paint) -> String {
    switch paint {
    case .ink: pick("#1b1f24", "#e9ebee")
    case .muted: pick("#57606a", "#a3abb5")
    case .axis: pick("#8c959f", "#6e7781")
    case .grid: pick("#e3e7eb", "#2c3138")
    case .paper: pick("#ffffff", "#15181c")
    case .shade: pick("#f3f5f7", "#1e2227")
    case .over: pick("#d55e00", "#ff8a3d")
    case .under: pick("#009e73", "#35c79b")
    case .series(let index): series[index % series.count]
    case .level(let step): level(step)
    }
  }

  /// `--name:colour;` for every paint.
  var variables: String {
    Paint.all.map { "--\($0.name):\(colour($0));" }.joined()
  }

  /// `.f-name{fill:…}` and `.l-name{stroke:…}` for every paint; the same in every theme.
  static let classes: String = Paint.all.map {
    ".f-\($0.name){fill:var(--\($0.name))}.l-\($0.name){stroke:var(--\($0.name))}"
  }.joined()

  /// What drawings need of a style sheet, apart from the variables.
  static let drawingRules =
    "svg text{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,"
    + "sans-serif;font-variant-numeric:tabular-nums}" + classes

  private func pick(_ light: String, _ dark: String) -> String {
    self == .light ? light : dark
  }

  private var series: [String] {
    switch self {
    case .light:
      [
        "#0072b2", "#d55e00", "#009e73", "#b8588f", "#c98700", "#3f9bd1", "#595f69", "#7a5c1e",
      ]
    case .dark:
      [
        "#4aa8e0", "#ff8a3d", "#35c79b", "#e29ac6", "#f2b93b", "#8fd0f5", "#aeb6bf", "#c9a968",
      ]
    }
  }

  /// From the paper through blue to nearly black (light) or nearly white (dark).
  private func level(_ step: Int) -> String {
    let stops: [(Double, Double, Double)] =
      self == .light
      ? [(243, 246, 249), (120, 182, 220), (0, 104, 168), (6, 32, 66)]
      : [(30, 34, 40), (24, 82, 124), (74, 168, 224), (226, 243, 255)]
    let place = Double(step) / Double(Paint.levelCount - 1) * Double(stops.count - 1)
    let lower = min(Int(place), stops.count - 2)
    let share = place - Double(lower)
    let (from, to) = (stops[lower], stops[lower + 1])
    let channels = [(from.0, to.0), (from.1, to.1), (from.2, to.2)].map { from, to in
      let value = String(Int((from + (to - from) * share).rounded()), radix: 16)
      return value.count == 1 ? "0" + value : value
    }
    return "#" + channels.joined()
  }
}
