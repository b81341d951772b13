"""The addresses of this room."""

from django.urls import path

from keel.loading.views import changes, findings, loads, vanished

app_name = "loading"
urlpatterns = [
    path("", loads.loads, name="loads"),
    path("send", loads.send, name="send"),
    path("<int:load>/", loads.load, name="load"),
    path("<int:load>/again", loads.again, name="again"),
    path("<int:load>/changes", changes.changes, name="changes"),
    path("<int:load>/new-children", changes.new_children, name="new-children"),
    path("<int:load>/late", changes.late, name="late"),
    path("<int:load>/findings", findings.findings, name="findings"),
    path("<int:load>/findings.<slug:form>", findings.export, name="findings-export"),
    path("<int:load>/findings/<int:finding>", findings.finding, name="finding"),
    path("<int:load>/vanished", vanished.vanished, name="vanished"),
    path("vanished", vanished.every, name="every-vanished"),
    path("vanished/<int:row>", vanished.note, name="vanished-note"),
]
