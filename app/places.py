"""What counts as one address where something is counted by addresses."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

LENGTH: Final = 64
"""Bits of an IPv6 address that are its network's. The rest, 2^64 of them, are each customer's to choose from."""


@lru_cache(maxsize=10_000)
def place(address: str | None) -> str:
    """Where somebody is: an IPv4 address, or the network of an IPv6 address. Some proxies add a port."""
    said = (address or "").strip()
    try:
        found = ip_address(_without_port(said))
    except ValueError:
        return said[:64] or "nowhere"
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), LENGTH), strict=False))


def _without_port(said: str) -> str:
    if said.startswith("["):
        return said[1:].partition("]")[0]
    return said.partition(":")[0] if said.count(":") == 1 else said
