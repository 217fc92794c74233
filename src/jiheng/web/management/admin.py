"""The stock admin: every model of the product can be looked at; few can be changed, and each change is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from jiheng.web.audit import chain

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Model]
else:
    ModelAdmin = admin.ModelAdmin  # Django's own class takes no type arguments at run time

CHANGEABLE: dict[str, tuple[str, ...]] = {
    "accounts.User": ("name", "phone"),
    "organisation.Unit": ("name", "level"),
    "cycle.Year": ("open",),
    "cycle.Task": ("due", "holder"),
}
"""What a maintainer may mend by hand; everything else goes through the product's actions."""
HIDDEN = {
    "accounts.User": ("password", "totp_secret", "activation_hash", "user_permissions", "groups"),
    "accounts.PastPassword": ("hash",),
    "accounts.Session": ("key",),
}
SHOWN = 8


class Maintained(ModelAdmin):
    """Looks at everything but secrets, changes what the table above allows; nothing is added or deleted here."""

    list_per_page = 50

    def get_list_display(self, request: HttpRequest) -> Any:  # noqa: ARG002 - Django's signature
        """The first columns."""
        return self._columns()[:SHOWN]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:  # noqa: ARG002 - as above
        """All but secrets."""
        return self._columns()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:  # noqa: ARG002 - as above
        """All but what may be mended."""
        return [name for name in self._columns() if name not in CHANGEABLE.get(self.opts.label, ())]

    def _columns(self) -> list[str]:
        hidden = HIDDEN.get(self.opts.label, ())
        return [field.name for field in self.opts.fields if field.name not in hidden]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - as above
        """Never here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - as above
        """Never here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Where the table above names a column."""
        return self.opts.label in CHANGEABLE and super().has_change_permission(request, obj)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Into the audit log as well."""
        chain.write(
            username=request.user.get_username(),
            person=str(request.user),
            roles="维护人员",
            address=str(request.META.get("REMOTE_ADDR", "")),
            action="维护修改",
            object_type=type(obj).__name__,
            object_id=str(obj.pk),
            object_label=str(obj)[:200],
            detail=str(message),
        )
        return super().log_change(request, obj, message)


for model in apps.get_models():
    if model.__module__.startswith("jiheng.") and not admin.site.is_registered(model):
        admin.site.register(model, Maintained)
