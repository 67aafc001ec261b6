"""What the desk and the line say to each other, as data: no web framework here."""
