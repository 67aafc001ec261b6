"""States of the United States, provinces of China, and countries, as callers say them and as shops write them."""

from __future__ import annotations

STATES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO",
    "connecticut": "CT", "delaware": "DE", "district of columbia": "DC", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY",
    "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN",
    "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV", "new hampshire": "NH",
    "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND",
    "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI",
    "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
    "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
}  # fmt: skip
"""Source: United States Postal Service, Publication 28, appendix B."""
ABBREVIATIONS = tuple(code.lower() for code in STATES.values())
COUNTRIES = {
    "united states": "USA", "usa": "USA", "u.s.a.": "USA", "u.s.": "USA", "united kingdom": "United Kingdom",
    "england": "United Kingdom", "great britain": "United Kingdom", "canada": "Canada", "china": "China",
}  # fmt: skip
PROVINCES = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏"
    "|宁夏|新疆|香港|澳门"
)
"""A pattern. Source: GB/T 2260, codes for the administrative divisions of China."""
MUNICIPALITIES = frozenset({"北京", "上海", "天津", "重庆"})
"""Cities that are their own province."""
