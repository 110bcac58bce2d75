// Sums and gatherings over a group, with gradients where they have some.
#include "collectives.hpp"
#include "group.hpp"
#include "handles.hpp"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <utility>

using namespace ctorch;

namespace {

thread_local Group *normalizing = nullptr;

at::Tensor plain_sum(Group &group, const at::Tensor &tensor) {
  // A tensor of its own: the operation works in place.
  std::vector<at::Tensor> sums{tensor.detach().contiguous().clone()};
  together([&] { group.processes->allreduce(sums)->wait(); });
  return sums[0];
}

struct Sum : torch::autograd::Function<Sum> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &tensor, int64_t group) {
    context->saved_data["group"] = group;
    return plain_sum(*reinterpret_cast<Group *>(group), tensor);
  }
  static torch::autograd::variable_list backward(
      torch::autograd::AutogradContext *context, torch::autograd::variable_list gradients) {
    auto &group = *reinterpret_cast<Group *>(context->saved_data["group"].toInt());
    return {plain_sum(group, gradients[0]), at::Tensor()};
  }
};

at::Tensor gather_over(Group &group, const at::Tensor &tensor, const std::vector<int64_t> &rows) {
  // All send equally many rows; what is short is filled up, and cut off again.
  const auto longest = *std::max_element(rows.begin(), rows.end());
  auto shape = tensor.sizes().vec();
  shape[0] = longest;
  auto own = at::zeros(shape, tensor.options().requires_grad(false));
  own.narrow(0, 0, tensor.size(0)).copy_(tensor.detach());
  std::vector<at::Tensor> inputs{own};
  std::vector<std::vector<at::Tensor>> outputs(1);
  for (size_t rank = 0; rank < rows.size(); rank++) outputs[0].push_back(at::empty_like(own));
  together([&] { group.processes->allgather(outputs, inputs)->wait(); });
  for (size_t rank = 0; rank < rows.size(); rank++)
    outputs[0][rank] = outputs[0][rank].narrow(0, 0, rows[rank]);
  return at::cat(outputs[0], 0).contiguous(tensor.suggest_memory_format());
}

struct Gather : torch::autograd::Function<Gather> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &tensor, int64_t group,
      const std::vector<int64_t> &rows) {
    auto &own = *reinterpret_cast<Group *>(group);
    const auto rank = own.processes->getRank();
    int64_t first = 0;
    for (int before = 0; before < rank; before++) first += rows[static_cast<size_t>(before)];
    context->saved_data["first"] = first;
    context->saved_data["count"] = tensor.size(0);
    context->saved_data["size"] = static_cast<int64_t>(rows.size());
    return gather_over(own, tensor, rows);
  }
  static torch::autograd::variable_list backward(
      torch::autograd::AutogradContext *context, torch::autograd::variable_list gradients) {
    const auto own = gradients[0].narrow(
        0, context->saved_data["first"].toInt(), context->saved_data["count"].toInt());
    return {own * context->saved_data["size"].toInt(), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

namespace ctorch {

at::Tensor sum_over(Group &group, const at::Tensor &tensor) {
  return Sum::apply(tensor, reinterpret_cast<int64_t>(&group));
}

void sum_over(Group &group, std::vector<double> &values) {
  std::vector<at::Tensor> sums{
      at::from_blob(values.data(), {static_cast<int64_t>(values.size())}, at::kDouble)};
  together([&] { group.processes->allreduce(sums)->wait(); });
}

Group *normalization_group() { return normalizing; }

}  // namespace ctorch

ctorch_group ctorch_exchange_normalization_group(ctorch_group group) {
  return {std::exchange(normalizing, static_cast<Group *>(group.pointer))};
}

bool ctorch_group_sum_in_place(ctorch_group group, ctorch_tensor tensor) {
  return attempt([&] {
    auto &own = unwrap(tensor);
    own.detach().copy_(plain_sum(unwrap(group), own));
  });
}

bool ctorch_group_broadcast(ctorch_group group, ctorch_tensor tensor, intptr_t root) {
  return attempt([&] {
    auto &own = unwrap(tensor);
    std::vector<at::Tensor> sent{own.detach().contiguous()};
    c10d::BroadcastOptions options;
    options.rootRank = root;
    together([&] { unwrap(group).processes->broadcast(sent, options)->wait(); });
    // What is not contiguous was received into a copy.
    if (!own.is_contiguous()) own.detach().copy_(sent[0]);
  });
}

bool ctorch_group_sum(ctorch_group group, ctorch_tensor tensor, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(sum_over(unwrap(group), unwrap(tensor))); });
}

bool ctorch_group_gather(
    ctorch_group group, ctorch_tensor tensor, const intptr_t *rows, ctorch_tensor *out) {
  return attempt([&] {
    const auto size = static_cast<size_t>(unwrap(group).processes->getSize());
    const std::vector<int64_t> counts(rows, rows + size);
    *out = wrap(Gather::apply(unwrap(tensor), reinterpret_cast<int64_t>(group.pointer), counts));
  });
}
