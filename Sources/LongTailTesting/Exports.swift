// Laws of all kinds give violations of one kind.
@_exported public import CalibrationTesting
