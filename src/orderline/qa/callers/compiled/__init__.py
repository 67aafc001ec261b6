"""Callers made from the tasks of outside data sets: the reference writes say what is wanted, the texts who rings."""
