"""What the coordinator of Friesland noted of talks with stakeholders. All of it is invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ContactData:
    """A talk: with whom, how, so many days from today, what was said; and perhaps when there is another, about what."""

    name: str
    kind: str
    in_days: int
    said: str
    next_in_days: int | None = None
    about: str = ""


CONTACTS = (
    ContactData(
        "Gemeente Waddermeer (verzonnen)",
        "visit",
        -64,
        "Kennisgemaakt met de nieuwe wethouder. Zij kent het taalcafé van vroeger en wil weten wat het oplevert.",
    ),
    ContactData(
        "Gemeente Waddermeer (verzonnen)",
        "visit",
        -12,
        "Koffie bij de wethouder. Ze wil het taalcafé ook in het gemeentehuis, maar de zaal kost geld.\n"
        "We sturen haar de cijfers van het voorbije jaar.",
        9,
        "De zaal in het gemeentehuis",
    ),
    ContactData(
        "Woningstichting Thúskomme (verzonnen)",
        "call",
        -40,
        "Ze willen meedenken over wonen, maar eerst met hun bestuur praten. Terugbellen.",
        -5,
        "Wat zei het bestuur?",
    ),
    ContactData(
        "Basisschool De Kievit (verzonnen)",
        "call",
        -3,
        "De directeur laat weten of er op woensdag een lokaal vrij is.",
        2,
        "Het lokaal op woensdag",
    ),
    ContactData("Omroep Wetterlân (verzonnen)", "mail", -20, "Ze komen filmen op de volgende intervisiedag."),
)
