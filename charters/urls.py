from django.urls import include, path

from charters import views

app_name = "charters"
in_a_space = [
    path("", views.CharterView.as_view(), name="charter"),
    path("create/", views.CharterCreateView.as_view(), name="charter_create"),
    path("change/", views.CharterChangeView.as_view(), name="charter_change"),
    path("open/", views.VersionOpenView.as_view(), name="version_open"),
    path("versions/<int:number>/", views.VersionView.as_view(), name="version"),
    path("ask/", views.SignaturesAskView.as_view(), name="signatures_ask"),
    path("remind/", views.SignaturesRemindView.as_view(), name="signatures_remind"),
    path(
        "requests/<int:pk>/take-back/",
        views.RequestTakeBackView.as_view(),
        name="request_take_back",
    ),
    path("editions/make/", views.EditionMakeView.as_view(), name="edition_make"),
    path("editions/<int:pk>/", views.EditionFileView.as_view(), name="edition_file"),
]
urlpatterns = [
    path("s/<slug:slug>/charter/", include(in_a_space)),
]
