"""Addresses of the reviews."""

from __future__ import annotations

from django.urls import path

from jiheng.web.review import batch, views

app_name = "review"
urlpatterns = [
    path("<int:year>/review/", batch.queue_page, name="queue"),
    path("<int:year>/review/weigh/", batch.weigh_all, name="weigh"),
    path("<int:year>/review/summary/", batch.summary_page, name="summary"),
    path("<int:year>/review/summary.xlsx", batch.summary_file, name="summary_file"),
    path("<int:year>/review/spread/", batch.spread_page, name="spread"),
    path("<int:year>/review/returns/", batch.returns_page, name="returns"),
    path("<int:year>/<str:unit>/review/", views.form, name="form"),
    path("<int:year>/<str:unit>/review/line/<path:code>/save/", views.save, name="save"),
    path("<int:year>/<str:unit>/review/line/<path:code>/drop/", views.drop, name="drop"),
    path("<int:year>/<str:unit>/review/line/<path:code>/confirm/", views.confirm, name="confirm"),
    path("<int:year>/<str:unit>/review/line/<path:code>/", views.line, name="line"),
    path("<int:year>/<str:unit>/review/opinion/", views.opinion, name="opinion"),
    path("<int:year>/<str:unit>/review/decide/<str:deed>/", views.decide, name="decide"),
]
