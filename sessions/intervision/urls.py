from django.urls import include, path

from sessions.intervision.views import contributing, planning, reporting

app_name = "intervision"
ONE = "<int:pk>/"
ROUND = ONE + "rounds/<int:round>/"
in_a_space = [
    path("", planning.DayListView.as_view(), name="day_list"),
    path("add/", planning.DayAddView.as_view(), name="day_add"),
    path(ONE, planning.DayDetailView.as_view(), name="day_detail"),
    path(ONE + "change/", planning.DayChangeView.as_view(), name="day_change"),
    path(ONE + "remove/", planning.DayRemoveView.as_view(), name="day_remove"),
    path(ONE + "rounds/add/", planning.RoundAddView.as_view(), name="round_add"),
    path(ROUND, planning.RoundChangeView.as_view(), name="round_change"),
    path(ROUND + "remove/", planning.RoundRemoveView.as_view(), name="round_remove"),
    path(ROUND + "report/", reporting.RoundReportView.as_view(), name="round_report"),
    path(ONE + "ask/", contributing.DayAskView.as_view(), name="day_ask"),
    path(ONE + "asked/<int:request_pk>/withdraw/", contributing.RequestWithdrawView.as_view(), name="request_withdraw"),
    path(ONE + "contribute/", contributing.ContributionAddView.as_view(), name="contribution_add"),
    path(ONE + "contributions/", contributing.ContributionListView.as_view(), name="contribution_list"),
    path(
        ONE + "contributions/<int:contribution>/",
        contributing.ContributionChangeView.as_view(),
        name="contribution_change",
    ),
    path(
        ONE + "contributions/<int:contribution>/take-back/",
        contributing.ContributionTakeBackView.as_view(),
        name="contribution_take_back",
    ),
    path(ONE + "report/draft.pdf", reporting.ReportDraftView.as_view(), name="report_draft"),
    path(ONE + "report/finish/", reporting.ReportFinishView.as_view(), name="report_finish"),
    path(ONE + "report/correct/", reporting.ReportCorrectView.as_view(), name="report_correct"),
    path(ONE + "report/send/", reporting.ReportSendView.as_view(), name="report_send"),
    path(ONE + "report/<int:revision>.pdf", reporting.ReportDocumentView.as_view(), name="report_document"),
]
urlpatterns = [
    path("s/<slug:slug>/intervision/", include(in_a_space)),
]
