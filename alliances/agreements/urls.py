from django.urls import include, path

from alliances.agreements import views
from alliances.agreements.link_views import ConfirmationView  # known to core.links once it is imported

app_name = "agreements"
confirmation_view = ConfirmationView
ONE = "<slug:kind>/"
VERSION = f"{ONE}versions/<int:number>/"
in_a_space = [
    path("", views.AgreementShowView.as_view(), {"kind": "rules"}, name="agreement_show"),
    path("vision/", views.AgreementShowView.as_view(), {"kind": "vision"}, name="vision_show"),
    path(ONE, views.AgreementShowView.as_view(), name="agreement_show"),
    path(f"{ONE}create/", views.AgreementCreateView.as_view(), name="agreement_create"),
    path("rules/change/", views.AgreementChangeView.as_view(), {"kind": "rules"}, name="agreement_change"),
    path(f"{ONE}propose/", views.AgreementProposeView.as_view(), name="agreement_propose"),
    path(f"{ONE}compare/", views.AgreementCompareView.as_view(), name="agreement_compare"),
    path(f"{ONE}ask/", views.ConfirmationAskView.as_view(), name="confirmation_ask"),
    path(f"{ONE}remind/", views.ConfirmationRemindView.as_view(), name="confirmation_remind"),
    path(f"{ONE}answer/<int:pk>/", views.ConfirmationGiveView.as_view(), name="confirmation_give"),
    path(VERSION, views.VersionShowView.as_view(), name="version_show"),
    path(f"{VERSION}pdf/", views.VersionPdfView.as_view(), name="version_pdf"),
]
urlpatterns = [
    path("s/<slug:slug>/agreements/", include(in_a_space)),
]
