from django.urls import include, path

from partners.suggestions import deciding_views, question_views, views
from partners.suggestions.link_views import QuestionAnswerView  # known to core.links once it is imported

app_name = "suggestions"
question_answer_view = QuestionAnswerView
ONE = "<int:pk>/"
OWN = "own/"
QUESTION = "questions/<int:pk>/"
in_a_space = [
    path("", deciding_views.SuggestionListView.as_view(), name="suggestion_list"),
    path(ONE, deciding_views.SuggestionShowView.as_view(), name="suggestion_show"),
    path(ONE + "accept/", deciding_views.SuggestionAcceptView.as_view(), name="suggestion_accept"),
    path(ONE + "decline/", deciding_views.SuggestionDeclineView.as_view(), name="suggestion_decline"),
    path(OWN, views.OwnListView.as_view(), name="own_list"),
    path(OWN + "add/", views.SuggestionAddView.as_view(), name="suggestion_add"),
    path(OWN + "<int:pk>/change/", views.SuggestionChangeView.as_view(), name="suggestion_change"),
    path(OWN + "<int:pk>/withdraw/", views.SuggestionWithdrawView.as_view(), name="suggestion_withdraw"),
    path("ask/", question_views.QuestionAskView.as_view(), name="question_ask"),
    path(QUESTION + "remind/", question_views.QuestionRemindView.as_view(), name="question_remind"),
    path(QUESTION + "close/", question_views.QuestionCloseView.as_view(), name="question_close"),
]
urlpatterns = [
    path("s/<slug:slug>/suggestions/", include(in_a_space)),
]
