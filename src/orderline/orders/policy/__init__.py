"""Policies are data: facts in, a decision with its reason, its clause and its trace out. Pure and total."""
