"""The ecom-bench-zh data set as a shop: its reference actions replayed under its own written rules.

Its tools enforce none of those rules; here they are the policy set `ecom_bench_zh`, and where the reference breaks them
the policy wins.
"""
