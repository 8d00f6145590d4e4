"""What counts as one address where something is counted by addresses."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

LENGTH: Final = 64
"""Bits of an IPv6 address that are its network's. The rest, 2^64 of them, are each customer's to choose from."""


@lru_cache(maxsize=10_000)
def place(address: str | None) -> str:
    """Where somebody is: an IPv4 address, or the network of an IPv6 address."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "nowhere"
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), LENGTH), strict=False))
