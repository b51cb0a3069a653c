"""Who is asked to join Friesland, who asks it, and the reasons the alliance gives. All of it is invented."""

# Organisation, person, the coordinator's word, how many days ago.
ASKED = (
    "Jongerenhuis De Vuurtoren (verzonnen)",
    "Wietske Nauta",
    "Jullie kennen de jongeren die wij niet bereiken.",
    12,
)
LATER = ("Woonstichting Zonneveld (verzonnen)", "Gerben Kooistra", "Zonder huis begint niets. Denk je mee?", 40)
LATER_WORDS = "Wij verhuizen zelf tot de zomer. Vraag het ons daarna zeker opnieuw."
WRONG_PERSON = ("Zwembad De Golfslag (verzonnen)", "Anneke Bosma", "Bij jullie leert de hele wijk zwemmen.", 20)
RIGHT_PERSON = "Mehmet Arslan"

REQUEST = {
    "organisation_name": "Repaircafé It Reau (verzonnen)",
    "name": "Hendrik Wijma",
    "words": "Elke zaterdag repareren wij met twintig vrijwilligers. De helft is nieuw in Nederland: dat werkt, en dat "
    "willen we delen. En we zoeken een zaal voor de winter.",
}

SITUATION = """In de vier gemeenten van deze regio kwamen de voorbije jaren veel mensen wonen die elders zijn geboren. \
Wie hier aankomt heeft in het eerste jaar met gemiddeld elf instanties te maken.

Bijna overal gebeurt er iets goeds. Maar het hangt vaak aan één mens, en niemand ziet het geheel."""
REASONS = """Je staat er niet alleen voor: wat jij niet hebt, heeft een ander aan tafel.
Je hoort als eerste wat er in de regio gaat gebeuren.
Je collega's leren van elkaar op de intervisiedagen.
Nieuwkomers beslissen mee, dus wat we maken past.
Eén naam om te bellen bij gemeente, school en zorg.
Samen vragen we subsidie aan die niemand alleen krijgt."""
