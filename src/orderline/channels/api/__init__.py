"""The API: the same services over HTTP, for the shop's other systems. `docs/channels/api.md` is the reference."""
