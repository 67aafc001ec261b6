"""Outside proof: data that no one here made, replayed through the services that callers use."""
