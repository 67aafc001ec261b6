"""The business itself, in the standard library alone: orders, money, identifiers."""
