// Winograd's minimal filtering F(4 × 4, 3 × 3) (Lavin and Gray, 2016): 36 multiplications where the
// sum over taps has 144. Included into one namespace per kind of processor.
//
// The interpolation points are 0, ±3/4, ±3/2 and infinity instead of the usual 0, ±1, ±2: every
// constant below is exact, and the rounding error halves, to less than twice that of plain sums.

constexpr int tile_side = 4, patch_side = 6, points = 36;

constexpr float near = 0.75f, far = 1.5f;
constexpr float near2 = near * near, near3 = near2 * near;
constexpr float far2 = far * far, far3 = far2 * far;

/// Six samples to six coefficients.
CTORCH_INLINE void transform_samples(const Vector d[6], Vector out[6]) {
  const Vector even_near = d[4] - far2 * d[2], odd_near = near * (d[3] - far2 * d[1]);
  const Vector even_far = d[4] - near2 * d[2], odd_far = far * (d[3] - near2 * d[1]);
  out[0] = (near2 * far2) * d[0] + (d[4] - (near2 + far2) * d[2]);
  out[1] = even_near + odd_near;
  out[2] = even_near - odd_near;
  out[3] = even_far + odd_far;
  out[4] = even_far - odd_far;
  out[5] = (near2 * far2) * d[1] + (d[5] - (near2 + far2) * d[3]);
}

/// Six products to four outputs.
CTORCH_INLINE void transform_products(const Vector m[6], Vector out[4]) {
  const Vector even_near = m[1] + m[2], odd_near = m[1] - m[2];
  const Vector even_far = m[3] + m[4], odd_far = m[3] - m[4];
  out[0] = (m[0] + even_near) + even_far;
  out[1] = near * odd_near + far * odd_far;
  out[2] = near2 * even_near + far2 * even_far;
  out[3] = near3 * odd_near + (far3 * odd_far + m[5]);
}

/// The transpose of `transform_products`: gradients of four outputs to those of six products.
CTORCH_INLINE void transform_gradients(const Vector g[4], Vector out[6]) {
  const Vector even_near = near2 * g[2] + g[0], odd_near = near * g[1] + near3 * g[3];
  const Vector even_far = far2 * g[2] + g[0], odd_far = far * g[1] + far3 * g[3];
  out[0] = g[0];
  out[1] = even_near + odd_near;
  out[2] = even_near - odd_near;
  out[3] = even_far + odd_far;
  out[4] = even_far - odd_far;
  out[5] = g[3];
}

constexpr float centre_weight = 1 / (near2 * far2);
constexpr float near_weight = 1 / (2 * near2 * (near2 - far2));
constexpr float far_weight = 1 / (2 * far2 * (far2 - near2));

/// Three taps to six factors.
CTORCH_INLINE void transform_taps(const Vector g[3], Vector out[6]) {
  const Vector even_near = near_weight * (near2 * g[2] + g[0]);
  const Vector even_far = far_weight * (far2 * g[2] + g[0]);
  const Vector odd_near = (near_weight * near) * g[1], odd_far = (far_weight * far) * g[1];
  out[0] = centre_weight * g[0];
  out[1] = even_near + odd_near;
  out[2] = even_near - odd_near;
  out[3] = even_far + odd_far;
  out[4] = even_far - odd_far;
  out[5] = g[2];
}

/// The transpose of `transform_taps`.
CTORCH_INLINE void transform_factors(const Vector p[6], Vector out[3]) {
  const Vector even_near = near_weight * (p[1] + p[2]), odd_near = near_weight * (p[1] - p[2]);
  const Vector even_far = far_weight * (p[3] + p[4]), odd_far = far_weight * (p[3] - p[4]);
  out[0] = centre_weight * p[0] + (even_near + even_far);
  out[1] = near * odd_near + far * odd_far;
  out[2] = near2 * even_near + (far2 * even_far + p[5]);
}

/// Applies a transform of `from` numbers to `to` numbers along both sides of a square.
template <int from, int to, void (*transform)(const Vector *, Vector *)>
CTORCH_INLINE void transform_square(const Vector in[from][from], Vector out[to][to]) {
  Vector half[to][from];
  for (int j = 0; j < from; j++) {
    Vector column[from], result[to];
    for (int i = 0; i < from; i++) column[i] = in[i][j];
    transform(column, result);
    for (int i = 0; i < to; i++) half[i][j] = result[i];
  }
  for (int i = 0; i < to; i++) transform(half[i], out[i]);
}

static void factors_of_taps(const Taps &taps, int64_t inputs, int64_t outputs, float *factors) {
  for (int64_t c = 0; c < inputs; c++) {
    for (int64_t k = 0; k < outputs; k = next_vector(k, outputs)) {
      Vector g[3][3], u[6][6];
      const float *from = taps.first + c * taps.input_step + k;
      for (int i = 0; i < 9; i++) g[i / 3][i % 3] = load(from + i * taps.tap_step);
      transform_square<3, 6, transform_taps>(g, u);
      float *to = factors + c * outputs + k;
      for (int i = 0; i < points; i++) store(to + i * inputs * outputs, u[i / 6][i % 6]);
    }
  }
}

static void tap_gradients(const float *gradients, int64_t inputs, int64_t outputs, float *taps) {
  for (int64_t k = 0; k < outputs; k++) {
    for (int64_t c = 0; c < inputs; c = next_vector(c, inputs)) {
      Vector p[6][6], g[3][3];
      const float *from = gradients + k * inputs + c;
      for (int i = 0; i < points; i++) p[i / 6][i % 6] = load(from + i * inputs * outputs);
      transform_square<6, 3, transform_factors>(p, g);
      for (int i = 0; i < 9; i++) store(taps + (k * 9 + i) * inputs + c, g[i / 3][i % 3]);
    }
  }
}
