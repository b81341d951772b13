"""A small Severnshire in the database that ``DATABASE_URL`` names, with its cast able to sign in: run, not imported."""

import sys

import django


def main(children: int, phone: str) -> None:
    """Tables, people, extract and cast, each by the role that ``keel demo`` has it done by, of a smaller authority."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- Django must be set up before

    from keel.database.roles import Role  # noqa: PLC0415
    from keel.invent import authority  # noqa: PLC0415
    from keel.loading import demo  # noqa: PLC0415

    authority.DEMO_CHILDREN = children
    _become(Role.OWNER)
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    _become(Role.WORKER)
    demo.bring_severnshire_in()
    _become(Role.OWNER)
    demo.settle_cast()
    _give_phones(phone)


def _become(role: str) -> None:
    from django.db import connection  # noqa: PLC0415

    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = f"-c role={role}"


def _give_phones(secret: str) -> None:
    """Everybody's app shows the same code, so that a test can read it."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415
    from allauth.mfa.utils import encrypt  # noqa: PLC0415

    for app in Authenticator.objects.filter(type=Authenticator.Type.TOTP):
        app.data["secret"] = encrypt(secret)
        app.save()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
