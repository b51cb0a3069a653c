from django.urls import path

from alliances.news import public_views, views

app_name = "news"
urlpatterns = [
    path("n/<slug:slug>/news/", public_views.PublicNewsListView.as_view(), name="public_news_list"),
    path("n/<slug:slug>/<language:language>/news/", public_views.PublicNewsListView.as_view(), name="public_news_list"),
    path("n/<slug:slug>/news/<slug:item>/", public_views.PublicNewsShowView.as_view(), name="public_news_show"),
    path(
        "n/<slug:slug>/<language:language>/news/<slug:item>/",
        public_views.PublicNewsShowView.as_view(),
        name="public_news_show",
    ),
    path("s/<slug:slug>/news/", views.NewsListView.as_view(), name="news_list"),
    path("s/<slug:slug>/news/add/", views.NewsAddView.as_view(), name="news_add"),
    path("s/<slug:slug>/news/<int:pk>/", views.NewsChangeView.as_view(), name="news_change"),
    path("s/<slug:slug>/news/<int:pk>/take-back/", views.NewsTakeBackView.as_view(), name="news_take_back"),
    path("s/<slug:slug>/news/<int:pk>/delete/", views.NewsDeleteView.as_view(), name="news_delete"),
]
