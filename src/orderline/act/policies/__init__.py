"""Policy sets on disk: read, checked, kept by version, read again when edited."""

from orderline.act.policies.live import SHIPPED_SETS, LivePolicies
from orderline.act.policies.shelf import PolicyShelf, load_policy_sets

__all__ = ["SHIPPED_SETS", "LivePolicies", "PolicyShelf", "load_policy_sets"]
