/// Moves parameters by `ρ g / ‖g‖` along their gradients g, or by `ρ w² g / ‖w g‖` where `isAdaptive`, and returns their
/// values before. The norm is over all parameters together; those without a gradient stay.
func climbed(
  _ parameters: [Tensor], radius: Double, isAdaptive: Bool
) -> [(tensor: Tensor, value: Tensor)] {
  withoutGradients {
    let ready = parameters.compactMap { tensor in
      tensor.gradient.map { (tensor: tensor, gradient: $0.detached()) }
    }
    let sizes = ready.map { tensor, gradient in
      (isAdaptive ? tensor.detached() * gradient : gradient).square().sum()
    }
    guard let first = sizes.first else { return [] }
    // It stays on the device: no step waits for it.
    let norm = sizes.dropFirst().reduce(first) { $0 + $1.to(first.dtype) }.sqrt()
    let scale = radius / (norm + 1e-12)
    return ready.map { tensor, gradient in
      let value = tensor.detached().cloned()
      let direction = isAdaptive ? value.square() * gradient : gradient
      tensor.addInPlace(direction * scale.to(direction.dtype))
      return (tensor, value)
    }
  }
}

/// Gives parameters the values that they had.
func putBack(_ kept: [(tensor: Tensor, value: Tensor)]) {
  withoutGradients {
    for (tensor, value) in kept { tensor.assignInPlace(value) }
  }
}
