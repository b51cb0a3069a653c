from django.urls import path

from alliances import public_views

app_name = "alliances"
urlpatterns = [
    path("n/<slug:slug>/", public_views.PublicShowView.as_view(), name="public_show"),
    path("n/<slug:slug>/action-plan.pdf", public_views.PublicPlanPdfView.as_view(), name="public_plan_pdf"),
    path("s/<slug:slug>/public-page/", public_views.PublicPageChangeView.as_view(), name="public_page_change"),
    path(
        "s/<slug:slug>/public-page/preview/", public_views.PublicPagePreviewView.as_view(), name="public_page_preview"
    ),
]
