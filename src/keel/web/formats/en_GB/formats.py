"""Days as people in England write them; the first is how a day already known is put back into its box."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
DATE_INPUT_FORMATS = [
    *("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y", "%d %m %Y"),
    *("%d %B %Y", "%d %b %Y"),
]
