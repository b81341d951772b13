"""Every address of the application."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("keel.web.your_account")),
    path("account/", include("keel.sign_in.urls")),
    path("about/", include("keel.web.about")),
    path("components", include("keel.web.catalogue")),
    path("health/", include("keel.web.health")),
    path(
        "", include("keel.recording.urls")
    ),  # before the pages that read a record: they take any word after a child
    path("", include("keel.front_door.urls")),
    path("", include("keel.protection.urls")),
    path("", include("keel.supervision.urls")),
    path("", include("keel.scrutiny.urls")),
    path("", include("keel.continuity.urls")),
    path("", include("keel.questions.urls")),
    path("", include("keel.chronology.urls")),
    path("people/", include("keel.people.urls")),
    path("loads/", include("keel.loading.urls")),
    path("access/", include("keel.access.urls")),
]
