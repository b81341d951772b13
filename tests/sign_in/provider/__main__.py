"""Starts the council's sign-in: ``python -m provider CALLBACKS NAME...``; says at which port, then answers."""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "provider.settings"
django.setup()

from django.contrib.auth.models import User  # noqa: E402 -- once Django stands
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402


class Quiet(WSGIRequestHandler):
    """Says nothing on the terminal."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def lay(callbacks: str, names: list[str]) -> None:
    """Its tables, its one client and the people who sign in there."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415
    from allauth.idp.oidc.models import Client  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    client = Client(id="keel", name="Keel", skip_consent=True, redirect_uris=callbacks)
    client.scopes, client.grant_types = "openid\nprofile\nemail", "authorization_code"
    client.set_secret(os.environ["PROVIDER_SECRET"])
    client.save()
    for name in names:
        email = f"{name.replace(' ', '.').lower()}@severnshire.example"
        user = User.objects.create_user(name, email)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


lay(sys.argv[1], sys.argv[2:])
with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet) as server:
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
