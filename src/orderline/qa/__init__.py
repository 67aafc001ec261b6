"""Measuring and testing the line from its caller's side."""
