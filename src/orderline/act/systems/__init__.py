"""The shop's other systems: order book, warehouse, customers, payments, carriers. Told through the outbox alone."""
