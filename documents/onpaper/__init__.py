"""What an alliance did before it came here: meetings, signatures and a plan on paper (docs/decisions/0045).

Each is a fact with a day, taken in by a coordinator, if wanted with a file behind it. Nothing of it was made by
the platform: it stands in no hash chain and counts as no evidence.
"""
