"""Lockout after failed log-ins: the address is stopped before the account, so that an outsider locks out himself.

Three counters: an account from one address (5 failures → 30 minutes), an address whatever account it
tries (20 a minute → 1 minute), and an account from everywhere (20 in 30 minutes → 30 minutes). The last
two never apply at an address from which the account's owner has logged in: an office behind one address is
not locked out by a machine in it, nor by anybody outside.
"""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jiheng.web.accounts.models import FamiliarAddress, Guard, User

FAMILIAR_DAYS = 90
FORGET_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures within a time lock for a time."""

    failures: int
    within: timedelta
    lock: timedelta


PAIR = Limit(5, timedelta(minutes=30), timedelta(minutes=30))
ADDRESS = Limit(20, timedelta(minutes=1), timedelta(minutes=1))
ACCOUNT = Limit(20, timedelta(minutes=30), timedelta(minutes=30))


def network(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:45]
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False).network_address)


def guarded(username: str) -> str:
    """The account's name, or a hash of what was typed if there is no such account."""
    if User.objects.filter(username=username).exists():
        return username
    return f"?{hashlib.sha256(username.encode()).hexdigest()[:28]}"


def locked_until(username: str, address: str) -> datetime | None:
    """Until when nobody may try this account from this address; None: go on."""
    name, place = guarded(username), network(address)
    keys = {(name, place)}
    if not _familiar(username, place):
        keys |= {(name, ""), ("", place)}
    held = Guard.objects.filter(name__in={"", name}, address__in={"", place}, locked_until__gt=timezone.now())
    return max((guard.locked_until for guard in held if (guard.name, guard.address) in keys), default=None)  # type: ignore[type-var] # the filter leaves no None


def _familiar(username: str, place: str) -> bool:
    since = timezone.now() - timedelta(days=FAMILIAR_DAYS)
    return FamiliarAddress.objects.filter(user__username=username, address=place, last_at__gt=since).exists()


def failed(username: str, address: str) -> bool:
    """Count a failure; True if it has locked something."""
    name, place = guarded(username), network(address)
    with transaction.atomic():
        _forget()
        counted = [_count(name, place, PAIR), _count("", place, ADDRESS), _count(name, "", ACCOUNT)]
    return any(counted)


def _count(name: str, place: str, limit: Limit) -> bool:
    now = timezone.now()
    guard, _made = Guard.objects.select_for_update().get_or_create(name=name, address=place, defaults={"since": now})
    if now - guard.since > limit.within:
        guard.failures, guard.since, guard.locked_until = 0, now, None
    guard.failures += 1
    locks = guard.failures >= limit.failures
    if locks:
        guard.locked_until = now + limit.lock
        guard.failures, guard.since = 0, now
    guard.save()
    return locks


def _forget() -> None:
    now = timezone.now()
    Guard.objects.filter(since__lt=now - FORGET_AFTER).delete()


def passed(user: User, address: str) -> None:
    """A log-in succeeded: forget this pair's failures and remember the address."""
    place = network(address)
    Guard.objects.filter(name=user.username, address=place).delete()
    FamiliarAddress.objects.update_or_create(user=user, address=place, defaults={"last_at": timezone.now()})


def release(user: User) -> int:
    """Unlock the account everywhere; how many locks were lifted."""
    lifted, _by_model = Guard.objects.filter(name=user.username).delete()
    return lifted


def locks_of(usernames: list[str]) -> dict[str, datetime]:
    """Account → until when it is locked somewhere."""
    held = Guard.objects.filter(name__in=usernames, locked_until__gt=timezone.now()).order_by("locked_until")
    return {guard.name: guard.locked_until for guard in held if guard.locked_until}
