"""Spreadsheets as coordinators really have them: small, with the traps of the large ones."""

from pathlib import Path

import openpyxl

HEADER = "Naam organisatie;Contactpersoon;E-mail;Telefoon;Website;Gemeente;Ondernemingsnummer;Sector;Invloed"
CSV = f"""Belanghebbenden in de regio, bijgewerkt in maart;;;;;;;;
{HEADER}
Huis van het Kind ’t Zonneke;Hélène D’hondt;helene@example.org;03 776 12 34;https://zonneke.example.org;Sint-Niklaas;;;hoog
"Stichting ""Samen Sterk""; afd. Waas";René;rene@example.org;;samensterk.example.org;Temse;0403.019.261;;gemiddeld
Élan Jeugdwerking vzw;Zoë Van den Bossche;zoe@example.org;;;Beveren;;;laag
OCMW Lokeren – sociale dienst;Karel Peeters;karel@example.org;09 340 50 60;;Lokeren;;;hoog
=SOM(A1:A9);;som@example.org;;;Zele;;;
Nog eens Samen Sterk;;ander@example.org;;;Temse;BE 0403 019 261;;
Vereniging zonder adres;;dit is geen adres;;;Hamme;;;
;Naamloos;naamloos@example.org;;;Hamme;;;
"""


def windows_csv(folder: Path) -> Path:
    """Semicolons, Windows-1252, a line above the header, doubles, a formula, rows with errors."""
    path = folder / "belanghebbenden.csv"
    path.write_bytes(CSV.replace("\n", "\r\n").encode("cp1252"))
    return path


def workbook(folder: Path) -> Path:
    """A merged title, an empty row, the header in the third; one entry is in the register already."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "Partners uit het overleg"
    for row in (
        [],
        ["Organisatie", "E-mailadres", "Gemeente", "Postcode"],
        ["Bibliotheek Stekene", "bib@example.org", "Stekene", 9190],
        ["Zonneke (dubbel)", "HELENE@example.org", "Sint-Niklaas", 9100],
    ):
        sheet.append(row)
    path = folder / "partners.xlsx"
    book.save(path)
    return path


def public_register(folder: Path) -> Path:
    """A list as governments publish them: Windows-1252, names with accents, numbers that lost their leading zero,
    telephone as text, two sites in one cell, a mailbox that many share, a double, and cells that nobody can read."""
    towns = (("9100", "Sint-Niklaas"), ("9160", "Lokeren"), ("9140", "Temse"))
    rows = ["Naam organisatie ;Type;Ondernemingsnummer;Straat;Nr;Postcode;Gemeente;Telefoon;E-mail;Website;Status"]
    kinds = ("Gemeente", "OCMW", "Onderwijs", "Gezondheidszorg", "Cultuurvereniging")
    for number in range(30):
        postcode, town = towns[number % 3]
        kind = kinds[number % 5]
        rows.append(
            f"{kind} {chr(65 + number)} van {town};{kind};;Markt;{number + 1};{postcode};{town};"
            f"tel:+3237{number:06};info@{town.lower()}.example.org;https://{town.lower()}.example.org/{number};Actief"
        )
    rows += [
        "Académie Zonneke\xa0vzw;Onderwijs;403019261;Schoolstraat;4;9100;Sint-Niklaas;37761234;;https://a.example.org https://b.example.org;Actief",
        "Académie Zonneke vzw;Onderwijs;0403.019.261;;;9100;Sint-Niklaas;;;;Actief",
        "Buurtwerk Lokeren;Welzijn;;;;9160;Lokeren;;geen;facebook;Actief",
        ";Welzijn;;;;9160;Lokeren;;;;Actief",
    ]
    path = folder / "lokale_organisaties.csv"
    path.write_bytes("\r\n".join([*rows, ""]).encode("cp1252"))
    return path
