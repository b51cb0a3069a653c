"""What the alliance of Friesland tells everybody; invented, as all of its work."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Post:
    """A post; ``days_ago`` counts from the day the demo is loaded."""

    title: str
    days_ago: int
    text: str
    published: bool = True


PICTURE = "friesland.jpg"
PICTURE_WORDS = "Tekening: elf mensen naast elkaar achter een lange tafel, met velden en een lage zon."
PICTURE_CREDIT = "tekening voor dit voorbeeld"

POSTS = (
    Post(
        "Het eerste taalcafé in Heerenveen is open",
        3,
        "Op dinsdagavond schoven **veertig mensen** aan bij het eerste taalcafé.\n\n"
        "Het Taalhuis en het Syrisch-Fries Huis ontvangen voortaan elke week. Wie wil helpen, mag zich melden:\n\n"
        "- als gesprekspartner\n- als kok\n- als chauffeur\n",
    ),
    Post(
        "Ons actieplan staat",
        12,
        "Zes acties voor de komende twee jaar, elk met een trekker en een datum. "
        "Je leest ze hieronder op deze pagina; op papier kan ook.",
    ),
    Post(
        "Waddermeer doet mee",
        40,
        "Sinds deze maand zit ook de gemeente Waddermeer aan tafel. De wethouder kwam zelf kennismaken.",
    ),
    Post("Terugblik op de intervisiedag", 1, "Nog aan te vullen met foto's.", published=False),
)
