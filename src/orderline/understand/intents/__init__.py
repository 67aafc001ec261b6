"""What the caller wants: examples and rules as data, a linear model over them, probabilities out."""
