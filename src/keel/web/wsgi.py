"""The application as a web server calls it."""

import os

from django.core.wsgi import get_wsgi_application

from keel.web.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keel.web.settings")
application = get_wsgi_application()
settle()
