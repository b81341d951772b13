"""Second factors are sealed before they are written, so that a copy of the database signs nobody in."""

import os
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PURPOSE = b"keel: second factors"


def seal(text: str) -> str:
    """Seal with the first key."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed, with any of the keys. Raises ImproperlyConfigured where none fits."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured(
            "A second factor was sealed with a key that is not here. Put the key back, as KEEL_MFA_KEY or as the "
            "secret key of this installation; or an administrator takes the second factor away, to be set up anew."
        ) from error


def _keys() -> MultiFernet:
    """``KEEL_MFA_KEY``, one or several with commas, the newest first; the installation's secret key at the end."""
    given = [key.strip() for key in os.environ.get("KEEL_MFA_KEY", "").split(",") if key.strip()]
    return MultiFernet([_fernet(key) for key in [*given, settings.SECRET_KEY]])


def _fernet(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))
