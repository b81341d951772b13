"""The addresses of this room."""

from django.urls import path

from keel.chronology.views import child, entries, law, lists, recorded, standards

app_name = "chronology"
urlpatterns = [
    path("children/", lists.home, name="home"),
    path("mine/", lists.mine, name="mine"),
    path("mine/list.<slug:form>", lists.export, {"of": "mine"}, name="mine-export"),
    path("team/<int:team>/", lists.team, name="team"),
    path("team/<int:team>/list.<slug:form>", lists.export, {"of": "team"}, name="team-export"),
    path("service/", lists.service, name="service"),
    path("service/list.<slug:form>", lists.export, {"of": "service"}, name="service-export"),
    path("child/<uuid:child>/", child.child, name="child"),
    path("child/<uuid:child>/chronology", child.chronology, name="chronology"),
    path("child/<uuid:child>/print", child.paper, name="paper"),
    path("child/<uuid:child>/records", entries.records, name="records"),
    path("child/<uuid:child>/<slug:table>", entries.rows, name="rows"),
    path("child/<uuid:child>/<slug:table>/<int:entry>", entries.entry, name="entry"),
    path("law/", law.laws, name="laws"),
    path("law/standards", standards.standards, name="standards"),
    path("law/standards/preview/<int:preview>", standards.preview, name="standard-preview"),
    path("law/standards/<slug:key>", standards.standard, name="standard"),
    path("law/standards/<slug:key>/change", standards.change, name="standard-change"),
    path("law/recorded", recorded.recorded, name="recorded"),
    path("law/recorded/preview/<int:preview>", recorded.preview, name="recorded-preview"),
    path("law/recorded/<slug:family>", recorded.family, name="recorded-family"),
    path("law/recorded/<slug:family>/change", recorded.change, name="recorded-change"),
    path("law/<slug:key>", law.law, name="law"),
]
