from django.urls import path

from documents.files import views

app_name = "files"
urlpatterns = [
    path("s/<slug:slug>/files/", views.FileListView.as_view(), name="file_list"),
    path("s/<slug:slug>/files/add/", views.FileAddView.as_view(), name="file_add"),
    path("s/<slug:slug>/files/<int:pk>/", views.FileShowView.as_view(), name="file_show"),
    path("s/<slug:slug>/files/<int:pk>/change/", views.FileChangeView.as_view(), name="file_change"),
    path("s/<slug:slug>/files/<int:pk>/new-version/", views.VersionAddView.as_view(), name="version_add"),
    path("s/<slug:slug>/files/<int:pk>/throw-away/", views.FileThrowAwayView.as_view(), name="file_throw_away"),
    path("s/<slug:slug>/files/<int:pk>/put-back/", views.FilePutBackView.as_view(), name="file_put_back"),
    path("s/<slug:slug>/files/<int:pk>/<int:number>/", views.FileDownloadView.as_view(), name="file_download"),
]
