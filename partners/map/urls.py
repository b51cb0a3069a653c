from django.urls import path

from partners.map import views

app_name = "stakeholdermap"
BASE = "s/<slug:slug>/stakeholders/map/"
urlpatterns = [
    path(BASE, views.ShowView.as_view(), name="show"),
    path(BASE + "points.json", views.PointsView.as_view(), name="points"),
    path(BASE + "outline.json", views.OutlineView.as_view(), name="outline"),
    path(BASE + "picture.svg", views.PictureView.as_view(), name="picture"),
]
