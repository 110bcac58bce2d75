// The table of one kind of processor. Included into its namespace, last.

constexpr Kernels table = {
    .name = name,
    .add_moments = add_moments,
    .normalize = normalize,
    .add_gradient_sums = add_gradient_sums,
    .normalize_gradient = normalize_gradient,
    .channel_multiple = 16,
    .transform_taps = transform_all_taps,
    .convolution_scratch = convolution_scratch,
    .convolve = convolve,
    .add_tap_products = add_tap_products,
    .tap_gradient = all_taps_gradient,
};
