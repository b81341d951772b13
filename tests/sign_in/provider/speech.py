"""What the council says of somebody, and every way in which it can be wrong."""

import json
import os
import time
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import jwt
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from cryptography.hazmat.primitives.asymmetric import rsa

ORDERS = "orders.json"
ANOTHERS_KEY = rsa.generate_private_key(65537, 2048)


def orders() -> dict[str, Any]:
    """What the test told it: ``claims`` to say instead, ``leave_out`` some, ``mangle`` the token itself."""
    file = Path(os.environ["PROVIDER"]) / ORDERS
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


class Speech(DefaultOIDCAdapter):
    """A council's sign-in that asks for two factors and says so, unless it is told otherwise."""

    def populate_id_token(self, id_token: dict[str, Any], client: Any, scopes: Any, **_: Any) -> None:
        """The claims, with what it was told to say."""
        told = orders()
        id_token.update({"amr": ["pwd", "otp"], "auth_time": int(time.time())})
        id_token.update(told.get("claims", {}))
        id_token.update({name: int(time.time()) + by for name, by in told.get("from_now", {}).items()})
        for name in told.get("leave_out", []):
            id_token.pop(name, None)


def mangled(token: str, how: str) -> str:
    """A token that no honest sign-in would give."""
    head, claims, signature = token.split(".")
    if how == "unsigned":
        return f"{_written({'alg': 'none', 'typ': 'JWT'})}.{claims}."
    if how == "signature cut off":
        return f"{head}.{claims}."
    if how == "claims changed":
        said = jwt.decode(token, options={"verify_signature": False})
        return f"{head}.{_written(said | {'email': 'fiona.grant@severnshire.example'})}.{signature}"
    said, header = jwt.decode(token, options={"verify_signature": False}), jwt.get_unverified_header(token)
    if how == "another's key":
        return jwt.encode(said, ANOTHERS_KEY, "RS256", headers={"kid": header["kid"]})
    if how == "another's key, unknown":
        return jwt.encode(said, ANOTHERS_KEY, "RS256", headers={"kid": "another's"})
    if how == "our own secret":
        return jwt.encode(said, os.environ["PROVIDER_SECRET"], "HS256", headers={"kid": header["kid"]})
    raise ValueError(how)


def _written(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
