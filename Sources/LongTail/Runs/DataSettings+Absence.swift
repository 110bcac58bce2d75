extension DataSettings {
  /// Why there is no validation part, in words.
  public var absenceOfValidation: String {
    validationFraction > 0
      ? "its part has no sample (--validation-fraction \(validationFraction))"
      : "nothing is held out (--validation-fraction 0)"
  }
}
