from django.urls import path

from sessions.meetings.views import actions, agendas, approving, decisions, feeds, inviting, minuting, planning

app_name = "meetings"
BASE = "s/<slug:slug>/meetings/"
ONE = BASE + "<int:pk>/"
urlpatterns = [
    path(BASE, planning.MeetingListView.as_view(), name="meeting_list"),
    path(BASE + "add/", planning.MeetingAddView.as_view(), name="meeting_add"),
    path("calendar/<int:pk>/<str:token>.ics", feeds.CalendarFeedView.as_view(), name="calendar_feed"),
    path(BASE + "follow/", feeds.CalendarFollowView.as_view(), name="calendar_follow"),
    path(BASE + "decisions/", decisions.DecisionListView.as_view(), name="decision_list"),
    path(BASE + "actions/<int:pk>/done/", actions.ActionPointDoneView.as_view(), name="actionpoint_done"),
    path(ONE, planning.MeetingDetailView.as_view(), name="meeting_detail"),
    path(ONE + "change/", planning.MeetingChangeView.as_view(), name="meeting_change"),
    path(ONE + "cancel/", planning.MeetingCancelView.as_view(), name="meeting_cancel"),
    path(BASE + "templates/", agendas.TemplateListView.as_view(), name="template_list"),
    path(BASE + "templates/usual/", agendas.TemplateUsualView.as_view(), name="template_usual"),
    path(BASE + "templates/<int:pk>/", agendas.TemplateChangeView.as_view(), name="template_change"),
    path(BASE + "templates/<int:pk>/remove/", agendas.TemplateRemoveView.as_view(), name="template_remove"),
    path(BASE + "topics/", agendas.TopicListView.as_view(), name="topic_list"),
    path(BASE + "topics/<int:pk>/back/", agendas.TopicBackView.as_view(), name="topic_back"),
    path(BASE + "topics/<int:pk>/decide/", agendas.TopicDecideView.as_view(), name="topic_decide"),
    path(ONE + "agenda/", agendas.AgendaChangeView.as_view(), name="agenda_change"),
    path(ONE + "agenda/<int:item>/files/", agendas.ItemFilesView.as_view(), name="item_files"),
    path(ONE + "agenda.pdf", agendas.AgendaDocumentView.as_view(), name="agenda_document"),
    path(ONE + "calendar.ics", planning.MeetingCalendarView.as_view(), name="meeting_calendar"),
    path(ONE + "invite/", inviting.MeetingInviteView.as_view(), name="meeting_invite"),
    path(ONE + "ask-again/", inviting.AskAgainView.as_view(), name="meeting_ask_again"),
    path(ONE + "write/", inviting.MeetingWriteView.as_view(), name="meeting_write"),
    path(ONE + "invitees/<int:invitee>/remove/", inviting.InviteeRemoveView.as_view(), name="invitee_remove"),
    path(ONE + "arrivals/<int:arrival>/", planning.ArrivalSeenView.as_view(), name="arrival_seen"),
    path(ONE + "answer/", inviting.MeetingAnswerView.as_view(), name="meeting_answer"),
    path(ONE + "attendance/", minuting.MeetingAttendanceView.as_view(), name="meeting_attendance"),
    path(ONE + "attendance/add/", minuting.AttendantAddView.as_view(), name="attendant_add"),
    path(ONE + "minutes/", minuting.MinutesChangeView.as_view(), name="minutes_change"),
    path(ONE + "minutes/start/", minuting.MinutesStartView.as_view(), name="minutes_start"),
    path(ONE + "minutes/now/", minuting.MinutesNowView.as_view(), name="minutes_now"),
    path(ONE + "minutes/rows/<int:row>/", minuting.MinutesRowSaveView.as_view(), name="minutesrow_save"),
    path(ONE + "minutes/rows/<int:row>/earlier/", minuting.EarlierTextsView.as_view(), name="earlier_texts"),
    path(ONE + "minutes/draft.pdf", minuting.MinutesDraftView.as_view(), name="minutes_draft"),
    path(ONE + "minutes/circulate/", minuting.MinutesCirculateView.as_view(), name="minutes_circulate"),
    path(ONE + "minutes/correction/", approving.CorrectionAddView.as_view(), name="correction_add"),
    path(ONE + "minutes/approve/", approving.MinutesApproveView.as_view(), name="minutes_approve"),
    path(
        ONE + "minutes/corrections/<int:correction>/",
        approving.CorrectionJudgeView.as_view(),
        name="correction_judge",
    ),
    path(ONE + "minutes/reopen/", approving.MinutesReopenView.as_view(), name="minutes_reopen"),
    path(ONE + "minutes/<int:revision>.pdf", minuting.MinutesDocumentView.as_view(), name="minutes_document"),
]
