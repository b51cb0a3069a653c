from django.urls import include, path

from privacy import space_views, views

app_name = "privacy"
in_a_space = [
    path("", space_views.NoticeListView.as_view(), name="notice_list"),
    path("notice/", space_views.NoticeSendView.as_view(), name="notice_send"),
    path("notice/to/", space_views.NoticePickView.as_view(), name="notice_pick"),
    path("old/", space_views.OldListView.as_view(), name="old_list"),
    path("told/", space_views.NoticeTellView.as_view(), name="notice_tell"),
    path("text/<slug:language>/", space_views.NoticeTextView.as_view(), name="notice_text"),
    path("asked/<int:pk>/", space_views.WishShowView.as_view(), name="wish_show"),
    path("asked/<int:pk>/accept/", space_views.WishAcceptView.as_view(), name="wish_accept"),
    path("asked/<int:pk>/copy/", space_views.CopyHandOverView.as_view(), name="copy_hand_over"),
    path("asked/<int:pk>/answer/", space_views.WishAnswerView.as_view(), name="wish_answer"),
    path("asked/<int:pk>/erase/", space_views.WishEraseView.as_view(), name="wish_erase"),
    path("entry/<int:pk>/erase/", space_views.EntryEraseView.as_view(), name="entry_erase"),
]
urlpatterns = [
    path("my-data/", views.InquiryAskView.as_view(), name="inquiry_ask"),
    path("my-data/asked/", views.InquiryAskedView.as_view(), name="inquiry_asked"),
    path("s/<slug:slug>/stakeholders/privacy/", include(in_a_space)),
]
