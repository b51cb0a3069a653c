"""Signing online: a text is put before people, they sign by link and code, and the evidence stays.

The engine knows no charters and no plans. A room hands it a title and a text
(``services.put_forward``), says who is asked for which member (``services.ask``), and reads who signed
(``SigningEvent.objects.standing()``). docs/decisions/0020 says what is kept as evidence, and why.
"""
