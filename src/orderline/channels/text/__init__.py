"""The text door: a call without sound, one line in, the reply out. For people at a terminal and for programs."""
