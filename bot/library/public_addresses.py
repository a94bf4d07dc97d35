"""Which network addresses are public, so that nothing of the operator's own network is asked.

The tables are written out instead of asking `ipaddress.is_global`, whose answers for mapped and
embedded addresses have changed between versions of Python.
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates).
_NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",  # carriers' NAT, and a cloud's metadata (100.100.100.200)
            "127.0.0.0/8",
            "168.63.129.16/32",  # a cloud's metadata in the middle of public addresses
            "169.254.0.0/16",  # link-local, and most clouds' metadata
            "172.16.0.0/12",
            "192.0.0.0/24",  # protocol assignments, and a cloud's metadata (192.0.0.192)
            "192.0.2.0/24",
            "192.88.99.0/24",  # relays of 6to4
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",  # multicast, reserved, broadcast
        ),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo among them
            "2001:db8::/32",
            "2002::/16",  # 6to4 carries an IPv4 address of any kind
            "3fff::/20",
        ),
    )
)
_INTRANET = tuple(
    map(IPv4Network, ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12",
                      "192.168.0.0/16"))
)  # fmt: skip
_INTRANET_6 = tuple(map(IPv6Network, ("::1/128", "fc00::/7")))
_METADATA = frozenset(
    map(ip_address, ("100.100.100.200", "fd00:ec2::254", "fd00:42::42", "fd20:ce::254"))
)
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)


def may_be_asked(address: str, *, private: bool = False) -> bool:
    """Whether this address, in its one canonical form, may be connected to.

    `private` allows loopback and intranets too; link-local, metadata, multicast and reserved
    addresses stay refused. Whatever is not plainly an address is refused.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return is_public(ip) or (private and ip not in _METADATA and _within(ip, _INTRANET))
    inside = private and ip.scope_id is None and ip not in _METADATA
    return is_public(ip) or (inside and any(ip in net for net in _INTRANET_6))


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the public internet, and carries no other inside."""
    if isinstance(ip, IPv4Address):
        return not _within(ip, _NOT_PUBLIC_4)
    if ip.scope_id is not None:
        return False
    return ip in _GLOBAL_6 and not any(ip in net for net in _NOT_PUBLIC_6)


def is_disguised(host: str) -> bool:
    """Whether a host is a number in another form than the canonical: 127.1, 0x7f000001, 017.0.0.1.

    A host whose last part is a number is an address to every resolver and browser (WHATWG URL,
    "ends in a number"), never a name.
    """
    last = host.rstrip(".").rpartition(".")[2]
    if not _NUMERIC.fullmatch(last):
        return False
    try:
        IPv4Address(host)
    except ValueError:
        return True
    return False


def _within(ip: IPv4Address, networks: tuple[IPv4Network, ...]) -> bool:
    return any(ip in network for network in networks)
