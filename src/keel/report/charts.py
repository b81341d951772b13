"""Still charts for the page: bars with their numbers written on them, so that colour carries nothing alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import altair as alt
import vl_convert

from keel.report.lengths import Band
from keel.report.tallies import SignalLine, TimescaleLine

WIDE, NARROW = 960, 300  # pixels: a page and a telephone
INK, BLUE, RED, AMBER, PALE = "#0b0c0c", "#1d70b8", "#b3261e", "#d98200", "#9aa4ad"
_SEVERITIES = ("black", "red", "amber")
_COLOURS = (INK, RED, AMBER)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as two drawings, one for a page and one for a telephone, with its words."""

    title: str
    description: str
    wide: str
    narrow: str


def overdue_chart(lines: Sequence[TimescaleLine]) -> Chart | None:
    """Readings overdue now, by timescale; None where nothing is."""
    shown = sorted((line for line in lines if line.overdue), key=lambda line: -line.overdue)
    if not shown:
        return None
    rows = [{"what": line.name, "number": line.overdue} for line in shown]
    said = "; ".join(f"{row['what']} {row['number']:,}" for row in rows)
    return _chart("Overdue now, by timescale", f"Readings overdue now: {said}.", rows, _counted_bars)


def signals_chart(lines: Sequence[SignalLine]) -> Chart | None:
    """Children with each signal, by severity; None where there is none."""
    shown = sorted((line for line in lines if line.open), key=lambda line: -line.open)
    if not shown:
        return None
    rows = [row for line in shown for row in _severity_rows(line)]
    said = "; ".join(f"{line.name}: {line.black} black, {line.red} red, {line.amber} amber" for line in shown)
    return _chart("Signals of drift, by severity", f"Children with each signal. {said}.", rows, _stacked_bars)


def _severity_rows(line: SignalLine) -> list[dict[str, Any]]:
    counts = {severity: getattr(line, severity) for severity in _SEVERITIES if getattr(line, severity)}
    said = ", ".join(f"{number:,} {severity}" for severity, number in counts.items())
    last = list(counts)[-1]
    return [
        {
            "what": line.name,
            "severity": severity,
            "number": number,
            "rank": place,
            "total": line.open,
            "said": said,
            "is_last": severity == last,
        }
        for place, (severity, number) in enumerate(counts.items())
    ]


def lengths_chart(bands: Sequence[Band]) -> Chart | None:
    """Open plans by length beside England's; None where there are no plans."""
    known = [band for band in bands if band.england is not None and band.of]
    if not known:
        return None
    rows = [
        {"what": band.name, "place": place, "percent": round(percent or 0, 1), "rank": rank}
        for band in known
        for rank, (place, percent) in enumerate(
            (("This source", 100 * band.number / band.of), ("England, 31 March 2025", band.england))
        )
    ]
    said = "; ".join(f"{b.name}: {100 * b.number / b.of:.1f}%, England {b.england}%" for b in known)
    return _chart("Open plans by length", f"Percent of open plans. {said}.", rows, _paired_bars)


def _chart(title: str, description: str, rows: list[dict[str, Any]], draw: Any) -> Chart:
    drawn = [_svg(draw(rows, width), f"{title}. {description}") for width in (WIDE, NARROW)]
    return Chart(title, description, *drawn)


def _wrapped(field: str, letters: int) -> str:
    """An expression that breaks a name at the spaces nearest to ``letters``."""
    pattern = f"/(.{{1,{letters}}})(\\s|$)/g"
    return f"split(trim(replace({field}, {pattern}, '$1\\n')), '\\n')"


def _based(rows: list[dict[str, Any]], width: int) -> alt.Chart:
    """Bars with their names beside them on a page; on a telephone the names stand above (:func:`_named`)."""
    axis = alt.Axis(title=None, labelLimit=0, domain=False, ticks=False, labelPadding=8)
    axis.labelExpr = _wrapped("datum.label", 52)
    return alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("what:N", sort=None, axis=axis if width == WIDE else None)
    )


def _named(base: alt.Chart, width: int, rise: int) -> list[alt.Chart]:
    if width == WIDE:
        return []
    names = base.transform_calculate(name=_wrapped("datum.what", 42)).transform_filter("!datum.rank")
    text = names.mark_text(align="left", baseline="bottom", dy=-rise, lineHeight=15)
    return [text.encode(x=alt.value(0), text="name:N")]


def _counted_bars(rows: list[dict[str, Any]], width: int) -> alt.LayerChart:
    base = _based(rows, width)
    bars = base.mark_bar(color=RED, height=18).encode(x=alt.X("number:Q", axis=None))
    text = base.mark_text(align="left", dx=5).encode(x="number:Q", text=alt.Text("number:Q", format=","))
    return _sized([bars, text, *_named(base, width, 10)], width, 34 if width == WIDE else 58, 60)


def _stacked_bars(rows: list[dict[str, Any]], width: int) -> alt.LayerChart:
    colour = alt.Color(
        "severity:N",
        scale=alt.Scale(domain=list(_SEVERITIES), range=list(_COLOURS)),
        legend=_legend(),
    )
    base = _based(rows, width)
    bars = base.mark_bar(height=18, stroke="white", strokeWidth=1).encode(
        x=alt.X("number:Q", axis=None, stack="zero"), color=colour, order="rank:Q"
    )
    text = base.transform_filter("datum.is_last").mark_text(align="left", dx=5)
    counts = text.encode(x="total:Q", text="said:N")
    return _sized([bars, counts, *_named(base, width, 10)], width, 34 if width == WIDE else 58, 200)


def _paired_bars(rows: list[dict[str, Any]], width: int) -> alt.LayerChart:
    places = list(dict.fromkeys(row["place"] for row in rows))
    base = _based(rows, width).encode(yOffset=alt.YOffset("rank:O"))
    colour = alt.Color("place:N", scale=alt.Scale(domain=places, range=[BLUE, PALE]), legend=_legend())
    bars = base.mark_bar(height=15).encode(x=alt.X("percent:Q", axis=None), color=colour)
    shown = base.transform_calculate(shown="format(datum.percent, '.1f') + '%'")
    text = shown.mark_text(align="left", dx=5).encode(x="percent:Q", text="shown:N")
    return _sized([bars, text, *_named(base, width, 9)], width, 20 if width == WIDE else 26, 70)


def _legend() -> alt.Legend:
    return alt.Legend(title=None, orient="top", symbolType="square", labelLimit=0)


def _sized(layers: list[alt.Chart], width: int, step: int, beside: int) -> alt.LayerChart:
    """The layers in a width; ``beside`` is the room to the right of the bars for what is written there."""
    names = 370 if width == WIDE else 0
    size = 14 if width == WIDE else 13
    sized = alt.layer(*layers).properties(width=width - names - beside, height=alt.Step(step))
    styled: alt.LayerChart = (
        sized.configure(font="Arial, Helvetica, sans-serif", background="transparent", padding=4, aria=False)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=size, labelColor=INK)
        .configure_text(fontSize=size, color=INK)
        .configure_legend(labelFontSize=size, labelColor=INK)
    )
    return styled


_SPOKEN = re.compile(r' (role|class|pointer-events|aria-[a-z]+)="[^"]*"')  # the title says it all, once


def _svg(chart: alt.LayerChart, words: str) -> str:
    """The drawing, which scales to its place and says what it shows."""
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    svg = re.sub(r"^.*?(?=<svg)", "", svg, flags=re.DOTALL)
    opening = svg[: svg.index(">") + 1]
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', opening)
    assert size is not None
    head = (
        f'<svg role="img" focusable="false" viewBox="0 0 {size[1]} {size[2]}" width="{size[1]}" '
        f'height="{size[2]}" xmlns="http://www.w3.org/2000/svg"><title>{escape(words)}</title>'
    )
    return head + _SPOKEN.sub("", svg[len(opening) :])
