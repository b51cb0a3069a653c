"""The process coaches of the programme: invented people of invented offices."""

from typing import NamedTuple

from demo.data.shapes import Someone


class CoachData(NamedTuple):
    """A coach of a region; days are counted from today, ``last`` is None while the end is open."""

    region: str
    coach: Someone
    organisation: str
    first: int
    last: int | None = None
    note: str = ""


COACHES = (
    CoachData("nl-friesland", Someone("Jelle Wiersma", language="nl"), "Bureau Oever (verzonnen)", -700, -260),
    CoachData(
        "nl-friesland",
        Someone("Hanneke Postma", language="nl"),
        "",
        -259,
        note="Twaalf dagen per jaar, meestal op donderdag. Eén gesprek per kwartaal met het programma.",
    ),
    CoachData(
        "ie-roscommon", Someone("Deirdre Nolan", language="en"), "Common Ground Facilitation (invented)", -150, 60
    ),
    CoachData("ie-roscommon", Someone("Cillian Burke", language="en"), "", 61),
    CoachData("nl-drenthe", Someone("Marleen Hoving", language="nl"), "Werkplaats Samenspel (verzonnen)", -20),
)
