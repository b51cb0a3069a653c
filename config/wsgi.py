"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# What is loaded by now stays for good: the collector of garbage need not look at it with every request,
# nor so often (a page makes some ten thousand short-lived objects).
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
