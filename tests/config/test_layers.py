"""The rooms' order holds for foreign keys named by string too, which import-linter cannot see."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings

PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
CONTRACT = PROJECT["tool"]["importlinter"]
ROOMS = [
    name.strip("()") for contract in CONTRACT["contracts"] if contract["id"] == "rooms" for name in contract["layers"]
]


def floor(app: str) -> int:
    """How far up the room of an app is; the upper ones have the smaller number."""
    (room,) = [room for room in ROOMS if app == room or app.startswith(f"{room}.")]
    return len(ROOMS) - ROOMS.index(room)


def test_every_package_is_under_the_import_rules() -> None:
    root: Path = settings.BASE_DIR
    packages = {path.parent.name for path in root.glob("*/__init__.py")} - {"tests"}
    assert packages <= set(CONTRACT["root_packages"])


def test_every_own_app_has_a_floor() -> None:
    assert [app for app in settings.OWN_APPS if floor(app) < 1] == []


def test_foreign_keys_point_upwards() -> None:
    own = {config.label: config.name for config in apps.get_app_configs() if config.name in settings.OWN_APPS}
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in own
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model and field.related_model._meta.app_label in own
        if floor(own[model._meta.app_label]) < floor(own[field.related_model._meta.app_label])
    ]
    assert wrong == []
