"""How fast the order services are in a shop of many orders, and how that grows with the shop."""
