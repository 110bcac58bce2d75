// Vectors of `lanes` floats. Included into one namespace per kind of processor.

#define CTORCH_INLINE static inline __attribute__((always_inline))

typedef float Vector __attribute__((vector_size(4 * lanes)));
typedef float UnalignedVector __attribute__((vector_size(4 * lanes), aligned(4), may_alias));

typedef float Half __attribute__((vector_size(2 * lanes)));
typedef float UnalignedHalf __attribute__((vector_size(2 * lanes), aligned(4), may_alias));

CTORCH_INLINE void load(const float *from, Vector &to) { to = *(const UnalignedVector *)from; }
CTORCH_INLINE void load(const float *from, Half &to) { to = *(const UnalignedHalf *)from; }
CTORCH_INLINE void load(const float *from, float &to) { to = *from; }
CTORCH_INLINE void store(float *to, Vector value) { *(UnalignedVector *)to = value; }
CTORCH_INLINE void store(float *to, Half value) { *(UnalignedHalf *)to = value; }
CTORCH_INLINE void store(float *to, float value) { *to = value; }

CTORCH_INLINE Vector load(const float *from) { return *(const UnalignedVector *)from; }

/// How many floats a vector, a half or a float has.
template <class Value>
constexpr int width_of = sizeof(Value) / sizeof(float);

/// Where the vector after the one at `channel` starts: the last one overlaps the one before it when
/// `channels`, at least one vector, is no multiple of it.
CTORCH_INLINE int64_t next_vector(int64_t channel, int64_t channels) {
  const int64_t next = channel + lanes, last = channels - lanes;
  return next >= channels ? channels : next < last ? next : last;
}

/// A NaN stays one.
template <class Value>
CTORCH_INLINE Value positive_part(Value x) {
  return x < 0 ? Value{} : x;
}
template <class Value>
CTORCH_INLINE Value where_positive(Value out, Value gradient) {
  return out <= 0 ? Value{} : gradient;
}
