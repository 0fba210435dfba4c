"""What a test has proved, as one line that a reader of the suite's output can count on."""

TAB = "\t"


def proof(id, tried, times, lost):
    """Prints it: the id of a test of the catalogue, what was tried, how often, and what was lost. Seen with `pytest -s`."""
    # On a line of its own: pytest has not ended the one with its dots.
    print("\n" + TAB.join(("PROOF", id, tried, str(times), str(lost))), flush=True)
