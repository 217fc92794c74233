"""接口令牌: each person makes, sees and ends the own ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jiheng.web import rights
from jiheng.web.accounts import login
from jiheng.web.accounts.forms import password_field
from jiheng.web.actions import Actor
from jiheng.web.api.actions import LONGEST_DAYS, SHORT_DAYS, MakeToken, RevokeToken
from jiheng.web.api.models import Token
from jiheng.web.forms import Form
from jiheng.web.management.page import refused_beside, run
from jiheng.web.organisation.models import Membership

if TYPE_CHECKING:
    from jiheng.web.accounts.models import User

USUAL_DAYS = 90


class NewToken(Form):
    """For which role, for what, for how long; and the password again, since a token needs no log-in."""

    role = forms.TypedChoiceField(label=gettext_lazy("以哪个角色"), coerce=int)
    name = forms.CharField(label=gettext_lazy("用途"), max_length=60)
    days = forms.IntegerField(label=gettext_lazy("有效天数"), min_value=1, max_value=LONGEST_DAYS, initial=USUAL_DAYS)
    password = password_field(gettext_lazy("登录密码"), "current-password")

    def __init__(self, *args: object, held: list[Membership], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.TypedChoiceField", self.fields["role"]).choices = [(each.pk, str(each)) for each in held]


@login_required
@never_cache
@sensitive_post_parameters("password")
def tokens(request: HttpRequest) -> HttpResponse:
    """List the own tokens; make one, whose text is shown this once."""
    user = cast("User", request.user)
    held = rights.memberships(user)
    form, made = NewToken(request.POST or None, held=held), ""
    if form.is_valid():
        texts: list[str] = []
        if not refused_beside(form, lambda: texts.append(_make(request, user, form))):
            form, made = NewToken(held=held), texts[0]
    listed = Token.objects.filter(membership__user=user).select_related("membership__unit", "membership__user")
    context = {"form": form, "made": made, "tokens": listed, "held": held, "longest": LONGEST_DAYS, "short": SHORT_DAYS}
    return render(request, "api/tokens.html", context)


def _make(request: HttpRequest, user: User, form: NewToken) -> str:
    given = form.cleaned_data
    login.try_password(request, user.username, given["password"])
    held = Membership.objects.select_related("unit").get(pk=given["role"], user=user)
    text: str = MakeToken(Actor.of(request), held, name=given["name"], days=given["days"]).run()
    return text


@login_required
@require_POST
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    """End one of the own tokens."""
    found = get_object_or_404(Token.objects.select_related("membership__unit"), pk=token, membership__user=request.user)
    run(request, RevokeToken(Actor.of(request), found), _("已停用该令牌，使用它的程序立即不能再访问。"))
    return redirect("tokens:list")
