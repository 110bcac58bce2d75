public import ArgumentParser
public import RunReports

extension OutputFormat: ExpressibleByArgument {}
