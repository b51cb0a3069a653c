from django.urls import include, path

from partners.contacts import views

app_name = "contacts"
ONE = "<int:pk>/"
LOGGED = "contacts/<int:pk>/"
in_a_space = [
    path(ONE, views.StakeholderShowView.as_view(), name="stakeholder_show"),
    path(ONE + "contact/", views.ContactLogView.as_view(), name="contact_log"),
    path(ONE + "next/", views.NextPlanView.as_view(), name="next_plan"),
    path(ONE + "next/drop/", views.NextDropView.as_view(), name="next_drop"),
    path(ONE + "assess/", views.AssessmentAddView.as_view(), name="assessment_add"),
    path("contacts/", views.DueListView.as_view(), name="due_list"),
    path(LOGGED, views.ContactChangeView.as_view(), name="contact_change"),
    path(LOGGED + "remove/", views.ContactRemoveView.as_view(), name="contact_remove"),
    path("assessments/<int:pk>/take-back/", views.AssessmentTakeBackView.as_view(), name="assessment_take_back"),
]
urlpatterns = [
    path("s/<slug:slug>/stakeholders/", include(in_a_space)),
]
