// What loops over images gather for each channel, in the same order in every run.
#pragma once

#include "collectives.hpp"
#include "parallel.hpp"

#include <ATen/core/Tensor.h>

#include <vector>

namespace ctorch {

/// Images `[n, channels, height, width]`, channels last, as rows of one number for each channel, and their parts.
struct ImageRows {
  int64_t rows, channels, parts;

  explicit ImageRows(const at::Tensor &x)
      : rows(x.size(0) * x.size(2) * x.size(3)),
        channels(x.size(1)),
        parts(part_count(x.numel(), 1 << 15)) {}

  /// Calls `body(part, first row, row count)`.
  template <class Body>
  void divide(Body body) const {
    for_shares(rows, parts, [&](int64_t part, int64_t first, int64_t last) {
      body(part, first, last - first);
    });
  }
};

/// Two sums per channel, gathered by parts and added up in their order.
struct PairOfSums {
  int64_t channels;
  std::vector<double> values;

  explicit PairOfSums(const ImageRows &rows)
      : channels(rows.channels), values(2 * rows.parts * rows.channels) {}

  double *first(int64_t part) { return values.data() + 2 * part * channels; }
  double *second(int64_t part) { return first(part) + channels; }

  void combine() {
    for (size_t i = 2 * channels; i < values.size(); i++) values[i % (2 * channels)] += values[i];
  }

  /// The sums of a whole group, and of its rows.
  PairOfSums over(Group &group, double &count) const {
    PairOfSums whole(*this);
    whole.values.resize(2 * channels);
    whole.values.push_back(count);
    sum_over(group, whole.values);
    count = whole.values.back();
    return whole;
  }
};

}  // namespace ctorch
