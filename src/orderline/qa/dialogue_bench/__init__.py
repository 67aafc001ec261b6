"""`orderline bench dialogue`: scripted callers of outside tasks talk to the line, and the rows decide."""
