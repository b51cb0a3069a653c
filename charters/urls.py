from django.urls import path

from charters import views

app_name = "charters"
urlpatterns = [
    path("s/<slug:slug>/charter/", views.CharterView.as_view(), name="charter"),
    path("s/<slug:slug>/charter/create/", views.CharterCreateView.as_view(), name="charter_create"),
    path("s/<slug:slug>/charter/change/", views.CharterChangeView.as_view(), name="charter_change"),
    path("s/<slug:slug>/charter/open/", views.VersionOpenView.as_view(), name="version_open"),
    path("s/<slug:slug>/charter/versions/<int:number>/", views.VersionView.as_view(), name="version"),
    path("s/<slug:slug>/charter/ask/", views.SignaturesAskView.as_view(), name="signatures_ask"),
    path("s/<slug:slug>/charter/remind/", views.SignaturesRemindView.as_view(), name="signatures_remind"),
    path(
        "s/<slug:slug>/charter/requests/<int:pk>/take-back/",
        views.RequestTakeBackView.as_view(),
        name="request_take_back",
    ),
    path("s/<slug:slug>/charter/editions/make/", views.EditionMakeView.as_view(), name="edition_make"),
    path("s/<slug:slug>/charter/editions/<int:pk>/", views.EditionFileView.as_view(), name="edition_file"),
]
