"""What the members of the alliance of Friesland say of each other: who, of whom (by who represents them), what, about
what. All of it invented."""

WORDS = "Dan zien we samen waar het netwerk sterk is, en wie elkaar nog mag leren kennen."

SAID = (
    ("Tjitske Hoekstra", "Bram Postma", "together", "Oefengroepen in het gemeentehuis"),
    ("Tjitske Hoekstra", "Femke Bakker", "together", "Taalmaatjes in de inloop"),
    ("Tjitske Hoekstra", "Yonas Tesfay", "together", ""),
    ("Bram Postma", "Tjitske Hoekstra", "together", ""),
    ("Bram Postma", "Yonas Tesfay", "not_really", ""),
    ("Yonas Tesfay", "Tjitske Hoekstra", "together", "Koken en Nederlands"),
    ("Yonas Tesfay", "Bram Postma", "together", "De eerste weken in Waddermeer"),
    ("Yonas Tesfay", "Femke Bakker", "unknown", ""),
    ("Douwe Terpstra", "Tjitske Hoekstra", "together", "Nederlands op de werkvloer"),
    ("Douwe Terpstra", "Nadia Rahimi", "together", ""),
    ("Rima Haddad", "Yonas Tesfay", "together", "Het feest in mei"),
)
