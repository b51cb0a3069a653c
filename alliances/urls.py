from django.urls import path

from alliances import public_views, road_views

app_name = "alliances"
urlpatterns = [
    path("n/<slug:slug>/", public_views.PublicShowView.as_view(), name="public_show"),
    path("n/<slug:slug>/action-plan.pdf", public_views.PublicPlanPdfView.as_view(), name="public_plan_pdf"),
    path("s/<slug:slug>/roadmap/", road_views.RoadmapView.as_view(), name="roadmap"),
    path("s/<slug:slug>/roadmap/<slug:key>/pass-over/", road_views.CheckPassView.as_view(), name="check_pass"),
    path("s/<slug:slug>/roadmap/<slug:key>/take-up/", road_views.CheckTakeUpView.as_view(), name="check_take_up"),
    path("s/<slug:slug>/public-page/", public_views.PublicPageChangeView.as_view(), name="public_page_change"),
    path(
        "s/<slug:slug>/public-page/preview/", public_views.PublicPagePreviewView.as_view(), name="public_page_preview"
    ),
]
