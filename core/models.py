"""``core`` itself has no tables.

The module is here because Django sends ``post_migrate`` only to apps that have one, and that signal
is where the rights of the application's database role are set (``core.db_roles``).
"""
