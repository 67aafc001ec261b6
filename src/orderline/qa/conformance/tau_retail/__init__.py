"""The tau-retail data set as a shop: imported, its reference actions replayed, its rows exported again.

Everything that is of the data set stands here and in the policy set `tau_retail`; the services know nothing of it.
"""
