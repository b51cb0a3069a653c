from django.urls import path

from core.links.views import LinkOpenView, LinkPageView

app_name = "links"
urlpatterns = [
    path("<slug:kind>/<int:pk>/<str:token>/", LinkOpenView.as_view(), name="link_open"),
    path("<slug:kind>/<int:pk>/", LinkPageView.as_view(), name="link_page"),
]
