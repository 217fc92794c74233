"""A filled text cut into plain words and figures, so that a page can show what each figure is bound to."""

from __future__ import annotations

from dataclasses import dataclass

from jiheng.forms.binding import Figure


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a filled text; ``name`` is what it is bound to, empty for plain words."""

    text: str
    name: str = ""


def pieces(text: str, figures: tuple[Figure, ...]) -> tuple[Piece, ...]:
    """A text cut at its figures, each with the name that it is bound to."""
    found, at = [], 0
    for figure in sorted(figures, key=lambda each: each.start):
        if figure.start >= at:
            found += [Piece(text[at : figure.start]), Piece(text[figure.start : figure.end], figure.name)]
            at = figure.end
    return tuple(piece for piece in (*found, Piece(text[at:])) if piece.text)
