from django.urls import path

from documents import views
from documents.signing.views import SigningView  # known to core.links once it is imported

app_name = "documents"
signing_view = SigningView
urlpatterns = [
    path("verify/", views.VerifyView.as_view(), name="verify"),
]
