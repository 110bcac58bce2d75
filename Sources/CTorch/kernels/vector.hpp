// Vectors of `lanes` floats. Included into one namespace per kind of processor.

#define CTORCH_INLINE static inline __attribute__((always_inline))

typedef float Vector __attribute__((vector_size(4 * lanes)));
typedef float UnalignedVector __attribute__((vector_size(4 * lanes), aligned(4), may_alias));

CTORCH_INLINE void load(const float *from, Vector &to) { to = *(const UnalignedVector *)from; }
CTORCH_INLINE void load(const float *from, float &to) { to = *from; }
CTORCH_INLINE void store(float *to, Vector value) { *(UnalignedVector *)to = value; }
CTORCH_INLINE void store(float *to, float value) { *to = value; }

CTORCH_INLINE Vector load(const float *from) { return *(const UnalignedVector *)from; }
CTORCH_INLINE Vector splat(float value) { return value - Vector{}; }

/// A NaN stays one.
template <class Value>
CTORCH_INLINE Value positive_part(Value x) {
  return x < 0 ? Value{} : x;
}
template <class Value>
CTORCH_INLINE Value where_positive(Value out, Value gradient) {
  return out <= 0 ? Value{} : gradient;
}
