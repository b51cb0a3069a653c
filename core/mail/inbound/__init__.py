"""Mail that comes in: answers of calendar programs, and word of mails that did not arrive.

An invitation names an answer address of its own (:mod:`core.links.replies`), so a room that mails links says with
``handling.answers`` what an answer to one of them means. What nobody can act upon by itself is put aside for a person.
"""
