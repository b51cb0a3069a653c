from django.urls import path

from partners.contacts import views

app_name = "contacts"
BASE = "s/<slug:slug>/stakeholders/"
ONE = BASE + "<int:pk>/"
LOGGED = BASE + "contacts/<int:pk>/"
urlpatterns = [
    path(ONE, views.StakeholderShowView.as_view(), name="stakeholder_show"),
    path(ONE + "contact/", views.ContactLogView.as_view(), name="contact_log"),
    path(ONE + "next/", views.NextPlanView.as_view(), name="next_plan"),
    path(ONE + "next/drop/", views.NextDropView.as_view(), name="next_drop"),
    path(ONE + "assess/", views.AssessmentAddView.as_view(), name="assessment_add"),
    path(BASE + "contacts/", views.DueListView.as_view(), name="due_list"),
    path(LOGGED, views.ContactChangeView.as_view(), name="contact_change"),
    path(LOGGED + "remove/", views.ContactRemoveView.as_view(), name="contact_remove"),
    path(BASE + "assessments/<int:pk>/take-back/", views.AssessmentTakeBackView.as_view(), name="assessment_take_back"),
]
