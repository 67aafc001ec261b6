"""Meaning in, decision out: the dialogue manager. Pure: the same state and happening always give the same decision."""
