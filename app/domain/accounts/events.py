"""What happens to people, in the past tense.

Events that lead to a letter carry a ``nonce``: it tells two askings apart (a letter's dedupe key),
opens nothing, and is no secret. Tokens are made when the letter is sent, never stored.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MemberJoined:
    """An account was made; its address is not proven yet unless the shell or an import said so."""

    member_id: int


@dataclass(frozen=True)
class LetterWanted:
    """Somebody typed an address into a form that answers every address alike.

    Whether it has an account is looked up later, by the worker: then the form takes equally long
    for all. ``kind`` is "confirm" or "reset".
    """

    kind: str
    address: str
    nonce: str


@dataclass(frozen=True)
class ConfirmationAsked:
    """Somebody wants the letter with the link that proves their address (kind "confirm")."""

    member_id: int
    nonce: str


@dataclass(frozen=True)
class JoinedAgain:
    """Somebody tried to join with a member's proven address; the owner hears ("already-member")."""

    member_id: int
    nonce: str


@dataclass(frozen=True)
class MemberConfirmed:
    """An address was proven ("welcome"); what waited for it may be handed over."""

    member_id: int


@dataclass(frozen=True)
class MemberSignedIn:
    """A browser signed in. ``guest_key`` is what its drafts were kept under before, or empty."""

    member_id: int
    guest_key: str


@dataclass(frozen=True)
class RecoveryAsked:
    """A member forgot their password: the letter with the link that sets a new one ("reset")."""

    member_id: int
    nonce: str


@dataclass(frozen=True)
class PasswordChanged:
    """The password is another one, by change or recovery ("password-changed")."""

    member_id: int
    nonce: str


@dataclass(frozen=True)
class AddressChangeAsked:
    """A member wants another address; a link goes to the new one ("address-change")."""

    member_id: int
    address: str
    nonce: str


@dataclass(frozen=True)
class AddressChanged:
    """The address is another one; the old one hears of it ("address-changed")."""

    member_id: int
    old_address: str
    nonce: str


@dataclass(frozen=True)
class AccountExpired:
    """An account that was never confirmed is dropped or taken over: what belongs to it goes."""

    member_id: int


@dataclass(frozen=True)
class RoleGranted:
    member_id: int
    role: str


@dataclass(frozen=True)
class RoleWithdrawn:
    member_id: int
    role: str


@dataclass(frozen=True)
class MemberVisited:
    """A member is here for the first time on a day."""

    member_id: int


@dataclass(frozen=True)
class TrustSet:
    """Somebody gave a member another trust level by hand."""

    member_id: int
    trust: str


@dataclass(frozen=True)
class MembershipChanged:
    """A member came into a group or left it: what they may see changed."""

    member_id: int
    group_id: int


@dataclass(frozen=True)
class ProfileChanged:
    """What pages show of a member changed: name, handle, picture or words about them."""

    member_id: int
