"""What the shop's systems push: looked at as a whole, then written as a whole or not at all."""
