"""Addresses of the targets."""

from __future__ import annotations

from django.urls import path

from jiheng.web.targets import picking, reviewing, views

app_name = "targets"
urlpatterns = [
    path("<int:year>/<str:unit>/targets/", views.table, name="table"),
    path("<int:year>/review/targets/queue/", reviewing.queue, name="queue"),
    path("<int:year>/review/targets/approve/", reviewing.approve_sound, name="approve-sound"),
    path("<int:year>/<str:unit>/targets/review/<str:stage>/", reviewing.form, name="review"),
    path("<int:year>/<str:unit>/targets/review/<str:stage>/<str:deed>/", reviewing.decide, name="decide"),
    path("<int:year>/<str:unit>/targets/adjust/", views.adjust, name="adjust"),
    path("<int:year>/<str:unit>/targets/consent/", views.consent, name="consent"),
    path("<int:year>/<str:unit>/targets/judgement/", views.judgement, name="judgement"),
    path("<int:year>/<str:unit>/targets/library/", picking.library, name="library"),
    path("<int:year>/<str:unit>/targets/library/take/", picking.take, name="take"),
]
