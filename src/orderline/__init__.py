"""orderline: a shop's own voice line for orders. The packages are the stages of a call, in order."""
