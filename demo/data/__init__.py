"""What the demo is made of: names and texts, and nothing that runs.

Names, categories, websites and places of real organisations are public facts. Nothing else is said of
them: whoever has an opinion, an influence, a seat or a signature is invented, and says so in its name.
"""
