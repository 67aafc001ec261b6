"""Calls placed by recordings: a headless browser phone, for QA and for measuring."""
