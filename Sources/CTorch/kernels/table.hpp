// The table of one kind of processor. Included into its namespace, last.

constexpr Kernels table = {
    .name = name,
    .add_moments = add_moments,
    .normalize = normalize,
    .add_gradient_sums = add_gradient_sums,
    .normalize_gradient = normalize_gradient,
    .transform_taps = factors_of_taps,
    .convolution_scratch = convolution_scratch,
    .convolve = convolve,
    .add_factor_gradients = add_factor_gradients,
    .tap_gradients = tap_gradients,
};
