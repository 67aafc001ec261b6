"""One call, strung together. `pipeline` reads as the path of the caller's voice; the rest is what stands on it."""
