"""The mark of each sector, the same in every picture: a shape and a colour, by the number of the sector."""

# The shape, around nought and about ten units in each direction. Colour alone tells
# nothing to who does not see it. The first is for who has no sector.
SHAPES = (
    "M0-5a5 5 0 1 0 .01 0z",
    "M0-8a8 8 0 1 0 .01 0z",
    "M-7.5-7.5h15v15h-15z",
    "M0-9.5L9 7H-9z",
    "M0-10L10 0L0 10L-10 0z",
    "M0-9L8.6-2.8L5.3 7.3H-5.3L-8.6-2.8z",
    "M-3.3-9h6.6v5.7h5.7v6.6h-5.7v5.7h-6.6v-5.7h-5.7v-6.6h5.7z",
    "M0-10L2.7-3.4L9.5-3.1L4.1 1.2L6 8.1L0 4.2L-6 8.1L-4.1 1.2L-9.5-3.1L-2.7-3.4z",
    "M-9-6.5H9L0 10z",
)
# As in static/css/schakel.css, on paper.
COLOURS = ("#ffffff", "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#6b7478")
