from django.urls import path, register_converter

from alliances import (
    analysis_report_views,
    balance_views,
    ending_views,
    profile_views,
    public_page_views,
    public_views,
    road_views,
)
from alliances.converters import LanguageConverter, PictureFileConverter

register_converter(LanguageConverter, "language")
register_converter(PictureFileConverter, "picture_file")

app_name = "alliances"
urlpatterns = [
    path("n/<slug:slug>/", public_views.PublicShowView.as_view(), name="public_show"),
    path("n/<slug:slug>/<language:language>/", public_views.PublicShowView.as_view(), name="public_show"),
    path("n/<slug:slug>/action-plan.pdf", public_views.PublicPlanPdfView.as_view(), name="public_plan_pdf"),
    path(
        "n/<slug:slug>/picture/<slug:token>/<picture_file:name>",
        public_views.PublicPictureView.as_view(),
        name="public_picture",
    ),
    path("s/<slug:slug>/about/", profile_views.ProfileShowView.as_view(), name="profile_show"),
    path("s/<slug:slug>/about/form/", profile_views.LegalFormChangeView.as_view(), name="legal_form_change"),
    path(
        "s/<slug:slug>/analysis/report.pdf", analysis_report_views.AnalysisReportView.as_view(), name="analysis_report"
    ),
    path("s/<slug:slug>/balance/", balance_views.BalanceView.as_view(), name="balance"),
    path("s/<slug:slug>/balance/seats/", balance_views.AimsChangeView.as_view(), name="aims_change"),
    path("s/<slug:slug>/roadmap/", road_views.RoadmapView.as_view(), name="roadmap"),
    path("s/<slug:slug>/roadmap/<slug:key>/pass-over/", road_views.CheckPassView.as_view(), name="check_pass"),
    path("s/<slug:slug>/roadmap/<slug:key>/take-up/", road_views.CheckTakeUpView.as_view(), name="check_take_up"),
    path("s/<slug:slug>/close/", ending_views.AllianceCloseView.as_view(), name="alliance_close"),
    path("s/<slug:slug>/public-page/", public_page_views.PublicPageChangeView.as_view(), name="public_page_change"),
    path(
        "s/<slug:slug>/public-page/preview/",
        public_page_views.PublicPagePreviewView.as_view(),
        name="public_page_preview",
    ),
    path(
        "s/<slug:slug>/public-page/picture/",
        public_page_views.PublicPagePictureView.as_view(),
        name="public_page_picture",
    ),
    path(
        "s/<slug:slug>/public-page/picture/remove/",
        public_page_views.PublicPagePictureRemoveView.as_view(),
        name="public_page_picture_remove",
    ),
    path(
        "s/<slug:slug>/public-page/picture/<slug:token>/<picture_file:name>",
        public_page_views.PublicPagePictureFileView.as_view(),
        name="public_page_picture_file",
    ),
]
