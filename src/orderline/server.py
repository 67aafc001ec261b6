"""The HTTP server of the line."""
