"""What this room asks of the rooms below."""

from core import slots

# Rooms below say here who has to find every region, because they make something in one:
# callables (user: User) -> bool.
FINDS_EVERY_REGION = slots.offer("places.finds_every_region")
