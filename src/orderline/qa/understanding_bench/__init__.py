"""`orderline bench understanding`: how well sentences are understood, on sentences that nothing was tuned on."""
