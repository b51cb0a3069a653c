from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "core"
    label = "core"

    def ready(self) -> None:
        from core.db_roles import grant_after_migrate
        from core.prepared import keep_plans

        post_migrate.connect(grant_after_migrate, sender=self, dispatch_uid="core.db_roles")
        connection_created.connect(keep_plans, dispatch_uid="core.prepared")
