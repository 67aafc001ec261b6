"""Every query, named by what it answers. Each takes the shop first: no query crosses shops."""
