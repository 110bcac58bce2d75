// Sums over a group, for other operations.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace ctorch {

struct Group;

/// The sum over the group, with gradients: the sum of the gradients.
at::Tensor sum_over(Group &group, const at::Tensor &tensor);
/// Sums numbers in place.
void sum_over(Group &group, std::vector<double> &values);

/// The group whose batch this thread's batch norms see in training; null for this process alone.
Group *normalization_group();

}  // namespace ctorch
