"""When a turn fails: other words, keys or choices, a person. Never a loop, never silence."""
