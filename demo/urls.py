from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("", views.DoorView.as_view(), name="door"),
    path("in/<int:pk>/", views.SignInView.as_view(), name="sign_in"),
    path("mailbox/", views.MailboxView.as_view(), name="mailbox"),
    path("mailbox/<str:name>/", views.MailView.as_view(), name="mail"),
    path("mailbox/<str:name>/html/", views.MailHtmlView.as_view(), name="mail_html"),
]
