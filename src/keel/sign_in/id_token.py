"""What the council's sign-in says of somebody: believed only when signed, meant for us, fresh, and strong enough."""

from collections.abc import Mapping, Sequence
from typing import Any

import jwt

from keel.sign_in.council import Council

SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
NEEDED = ["iss", "aud", "exp", "iat", "sub", "nonce"]
CLOCKS_APART = 60  # seconds
ALL_IN_ONE = {"mfa", "http://schemas.microsoft.com/claims/multipleauthn"}
KINDS: Sequence[frozenset[str]] = (  # of amr (RFC 8176): what one knows, what one has, what one is
    frozenset({"pwd", "pin", "kba"}),
    frozenset({"otp", "hwk", "swk", "sc", "pop", "sms", "tel"}),
    frozenset({"face", "fpt", "iris", "retina", "vbm"}),
)
TWO = 2


class NotBelieved(Exception):
    """What came is not what it should be; the text says which check failed, for the log."""


def believed(token: object, keys: object, council: Council) -> dict[str, Any]:
    """The claims of an ID token. Raises NotBelieved unless signature, issuer, audience and times are right."""
    if not isinstance(token, str) or not isinstance(keys, Mapping):
        raise NotBelieved("no ID token, or no keys")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(token, keys),
            algorithms=SIGNED_WITH,
            issuer=council.issuer,
            audience=council.client,
            leeway=CLOCKS_APART,
            options={"require": NEEDED},
        )
    except jwt.PyJWTError as error:
        raise NotBelieved(f"{type(error).__name__}: {error}") from error
    if claims.get("azp", council.client) != council.client:
        raise NotBelieved("it was given to another client")
    return claims


def _key(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    """The council's key that the token names; the only one there is, where it names none."""
    known = jwt.PyJWKSet.from_dict(dict(keys)).keys
    named = jwt.get_unverified_header(token).get("kid")
    fitting = [key for key in known if key.public_key_use in (None, "sig") and named in (None, key.key_id)]
    if len(fitting) != 1:
        raise NotBelieved(f"{len(fitting)} keys of the council's fit it")
    return fitting[0]


def has_second_factor(claims: Mapping[str, Any], council: Council) -> bool:
    """Whether two factors were shown there: as the claims say it, or because the council is believed unasked."""
    if council.trusts_all:
        return True
    if council.levels:
        return bool(set(council.levels) & {*_texts(claims.get("acr")), *_texts(claims.get("acrs"))})
    shown = set(_texts(claims.get("amr")))
    return bool(shown & ALL_IN_ONE) or sum(bool(shown & kind) for kind in KINDS) >= TWO


def verified_address(claims: Mapping[str, Any], council: Council) -> str | None:
    """The e-mail address that the council vouches for, in lower case."""
    address = claims.get("email")
    if not isinstance(address, str) or "@" not in address:
        return None
    address = address.lower()
    is_own = address.rpartition("@")[2] in council.domains
    return address if is_own or claims.get("email_verified") is True else None


def shown_at(claims: Mapping[str, Any]) -> float | None:
    """The instant at which she showed there who she is; None where it does not say."""
    at = claims.get("auth_time")
    return float(at) if isinstance(at, int | float) and not isinstance(at, bool) else None


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return value.split()
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
