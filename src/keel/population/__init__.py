"""The same rules over a whole population: Arrow in, readings and signals out; on this machine, or on Spark."""
