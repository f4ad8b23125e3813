"""Addresses."""

from django.urls import path

from boards.views import boards, dashboard

app_name = "boards"
area = "areas/<slug:area_slug>/"
urlpatterns = [
    path(area, dashboard.area_detail, name="area_detail"),
    path(area + "boards/", boards.board_list, name="board_list"),
    path(area + "boards/new/", boards.board_create, name="board_create"),
    path(area + "boards/<int:pk>/", boards.board_detail, name="board_detail"),
    path(area + "boards/<int:pk>/place/", boards.board_place, name="board_place"),
    path(area + "boards/<int:pk>/close/", boards.board_close, name="board_close"),
    path(area + "boards/<int:pk>/seats/new/", boards.seat_create, name="seat_create"),
    path(area + "seats/<int:pk>/fill/", boards.seat_fill, name="seat_fill"),
    path(area + "seats/<int:pk>/end/", boards.seat_end, name="seat_end"),
    path(area + "boards/<int:pk>/meetings/new/", boards.meeting_create, name="meeting_create"),
    path(area + "meetings/<int:pk>/", boards.meeting_detail, name="meeting_detail"),
    path(area + "meetings/<int:pk>/cancel/", boards.meeting_cancel, name="meeting_cancel"),
]
