"""How surely something heard is something known: letters, digits and names as recognisers mix them up."""
