"""Where things are in the demo: a rough outline of Friesland, drawn by hand, and the middle of a few towns."""

# Longitude and latitude of its corners, about a kilometre exact; islands left out.
FRIESLAND = (
    (5.37, 53.04), (5.41, 53.17), (5.52, 53.25), (5.74, 53.32), (5.97, 53.39), (6.19, 53.41), (6.18, 53.33),
    (6.27, 53.26), (6.18, 53.19), (6.26, 53.13), (6.37, 53.09), (6.31, 52.99), (6.43, 52.94), (6.29, 52.89),
    (6.16, 52.88), (6.06, 52.84), (5.94, 52.80), (5.76, 52.80), (5.70, 52.84), (5.55, 52.83), (5.37, 52.86),
    (5.41, 52.96), (5.37, 53.04),
)  # fmt: skip
OUTLINES = {"nl-friesland": FRIESLAND}

# Latitude and longitude of the chief town of municipalities, by country and official code.
CENTRES = {
    ("NL", "0080"): (53.201, 5.799),
    ("NL", "0074"): (52.960, 5.925),
    ("NL", "1900"): (53.033, 5.656),
    ("FR", "33063"): (44.838, -0.579),
    ("FR", "33039"): (44.808, -0.549),
    ("FR", "33119"): (44.857, -0.532),
    ("FR", "33249"): (44.879, -0.522),
    ("FR", "33550"): (44.781, -0.567),
    ("SE", "0764"): (56.899, 14.556),
    ("SE", "0880"): (56.663, 16.357),
    ("BE", "41002"): (50.938, 4.040),
    ("BE", "71016"): (50.965, 5.501),
    ("BE", "21004"): (50.847, 4.353),
}
# Sneek was a municipality until it became part of a larger one.
FORMER_NAMES = {("NL", "1900"): ["Sneek"]}

# Some invented organisations have an address of their own; the others stand in the middle of their municipality.
POINTS = {
    "Taalhuis De Brug (verzonnen)": (53.2042, 5.7921),
    "Buurtkamer Oost (verzonnen)": (53.1987, 5.8214),
    "Werkplaats Noord (verzonnen)": (53.1068, 6.1009),
    "Syrisch-Fries Huis (verzonnen)": (52.9571, 5.9312),
    "Sportclub De Terp (verzonnen)": (53.0361, 5.6489),
    "Bibliotheek De Leeszaal (verzonnen)": (53.0318, 5.6604),
    "Woningstichting Thúskomme (verzonnen)": (53.2101, 5.8067),
}
STREETS = {
    "Taalhuis De Brug (verzonnen)": "Verzonnen Kade 4",
    "Buurtkamer Oost (verzonnen)": "Verzonnen Plein 17",
    "Gezondheidscentrum It Paad (verzonnen)": "Verzonnen Paad 2",
    "Sportclub De Terp (verzonnen)": "Verzonnen Terp 1",
    "Bibliotheek De Leeszaal (verzonnen)": "Verzonnen Markt 12",
}
