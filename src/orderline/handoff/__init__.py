"""When the line gives up: why, what the person needs to know, and who takes the call."""
