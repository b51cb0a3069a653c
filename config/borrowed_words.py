"""Words of Django and allauth that people see and that we translate ourselves, in our tone.

Nothing imports this: ``config.translations`` reads it, and what stands in ``locale/`` comes before
the translations of packages. A text that they change must be changed here; a test says so.
"""

from django.utils.translation import gettext_noop, ngettext

DJANGO = (
    gettext_noop("- Select an option -"),
    gettext_noop("Your password can’t be too similar to your other personal information."),
    gettext_noop("The password is too similar to the %(verbose_name)s."),
    gettext_noop("Your password can’t be a commonly used password."),
    gettext_noop("This password is too common."),
)
# Called by the test only: with how many does not matter.
DJANGO_PLURALS = (
    lambda: ngettext(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        1,
    ),
    lambda: ngettext(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        1,
    ),
)
ALLAUTH = (
    gettext_noop("Email"),
    gettext_noop("Password"),
    gettext_noop("Password (again)"),
    gettext_noop("Current Password"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Remember Me"),
    gettext_noop("Forgot your password?"),
    gettext_noop("Code"),
    gettext_noop("Authenticator code"),
    gettext_noop("This functionality requires JavaScript."),
)
