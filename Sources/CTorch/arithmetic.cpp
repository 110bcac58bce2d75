// Elementwise arithmetic, comparison, and products of matrices.
#include "handles.hpp"

#include <ATen/Functions.h>

using namespace ctorch;

#define CTORCH_UNARY(name, expression)                      \
  bool ctorch_##name(ctorch_tensor a, ctorch_tensor *out) { \
    return attempt([&] {                                    \
      const auto &x = unwrap(a);                            \
      *out = wrap(expression);                              \
    });                                                     \
  }

#define CTORCH_BINARY(name, function)                                        \
  bool ctorch_##name(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out) { \
    return attempt([&] { *out = wrap(function(unwrap(a), unwrap(b))); });    \
  }

#define CTORCH_WITH_SCALAR(name, function)                                               \
  bool ctorch_##name(ctorch_tensor a, double b, ctorch_tensor *out) {                    \
    return attempt([&] { *out = wrap(function(unwrap(a), scalar_for(unwrap(a), b))); }); \
  }

CTORCH_BINARY(add, at::add)
CTORCH_BINARY(subtract, at::sub)
CTORCH_BINARY(multiply, at::mul)
CTORCH_BINARY(divide, at::div)
CTORCH_BINARY(maximum, at::maximum)
CTORCH_BINARY(minimum, at::minimum)
CTORCH_BINARY(matmul, at::matmul)
CTORCH_WITH_SCALAR(add_scalar, at::add)
CTORCH_WITH_SCALAR(multiply_scalar, at::mul)
CTORCH_WITH_SCALAR(divide_scalar, at::div)

bool ctorch_pow_scalar(ctorch_tensor a, double exponent, ctorch_tensor *out) {
  // Integers have no negative powers.
  return attempt([&] {
    const auto &x = unwrap(a);
    *out = wrap(at::pow(x, exponent < 0 ? at::Scalar(exponent) : scalar_for(x, exponent)));
  });
}

bool ctorch_scalar_subtract(double a, ctorch_tensor b, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::rsub(unwrap(b), scalar_for(unwrap(b), a))); });
}

bool ctorch_scalar_divide(double a, ctorch_tensor b, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::mul(at::reciprocal(unwrap(b)), a)); });
}

CTORCH_UNARY(negative, at::neg(x))
CTORCH_UNARY(exp, at::exp(x))
CTORCH_UNARY(log, at::log(x))
CTORCH_UNARY(log1p, at::log1p(x))
CTORCH_UNARY(sqrt, at::sqrt(x))
CTORCH_UNARY(rsqrt, at::rsqrt(x))
CTORCH_UNARY(square, at::square(x))
CTORCH_UNARY(abs, at::abs(x))
CTORCH_UNARY(sign, at::sign(x))
CTORCH_UNARY(cos, at::cos(x))
CTORCH_UNARY(sin, at::sin(x))
CTORCH_UNARY(floor, at::floor(x))
CTORCH_UNARY(relu, at::relu(x))
CTORCH_UNARY(relu6, at::relu6(x))
CTORCH_UNARY(erf, at::erf(x))
CTORCH_UNARY(log_gamma, at::lgamma(x))
CTORCH_UNARY(digamma, at::digamma(x))
CTORCH_UNARY(sigmoid, at::sigmoid(x))
CTORCH_UNARY(tanh, at::tanh(x))
CTORCH_UNARY(softplus, at::softplus(x))
CTORCH_UNARY(is_finite, at::isfinite(x))
CTORCH_UNARY(logical_not, at::logical_not(x))

bool ctorch_gelu(ctorch_tensor x, bool approximated, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::gelu(unwrap(x), approximated ? "tanh" : "none")); });
}

bool ctorch_clamp(ctorch_tensor x, const double *low, const double *high, ctorch_tensor *out) {
  return attempt([&] {
    std::optional<at::Scalar> lower, upper;
    if (low != nullptr) lower = *low;
    if (high != nullptr) upper = *high;
    *out = wrap(at::clamp(unwrap(x), lower, upper));
  });
}

CTORCH_BINARY(equal, at::eq)
CTORCH_BINARY(less, at::lt)
CTORCH_BINARY(less_or_equal, at::le)
CTORCH_BINARY(logical_and, at::logical_and)
CTORCH_BINARY(logical_or, at::logical_or)
CTORCH_WITH_SCALAR(equal_scalar, at::eq)
CTORCH_WITH_SCALAR(less_scalar, at::lt)
CTORCH_WITH_SCALAR(less_or_equal_scalar, at::le)
CTORCH_WITH_SCALAR(greater_scalar, at::gt)
CTORCH_WITH_SCALAR(greater_or_equal_scalar, at::ge)
