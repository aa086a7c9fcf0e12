"""Lines that say by their form what they are, whatever words they hold: credits of pictures, contacts, biographies.

Such lines are sentences often, so that neither the lexicon (which matches whole lines) nor the model tells them well.
"""

from __future__ import annotations

import regex

# Longer lines are running text that has a mark in it.
LONGEST = 450

_CREDIT = (
    r"^(?:image|photo|file photo|picture)s? (?:caption|credit|source|by)\b"
    r"|^(?:photo|image|picture|caption|foto|fotoğraf|görsel|صورة|الصورة|تصوير|عکس)s?\s*[:：]"
    r"|\bcredit\s*(?:\.\.\.|:)"
    r"|\b(?:photograph|photos?|illustration|image) by (?-i:\p{Lu})"
    r"|(?:/|via )(?:getty images|ap|reuters|afp|shutterstock|epa)\b|getty images\)?$"
    r"|\((?:reuters|ap|afp|getty|epa)[^)]*\)$"
    r"|\b(?:AP|Reuters|file|courtesy) photo\b|\((?:photo|image|picture|credit)\b[^)]*\)$|©"
)
# Each with what such a line is. The first that is found counts.
_MARKS: tuple[tuple[str, regex.Pattern[str]], ...] = tuple(
    (label, regex.compile(pattern, regex.IGNORECASE if label != "byline" else 0))
    for label, pattern in (
        # A picture of a gallery: "3of12The minister …", "3/12 The minister …".
        ("caption", r"^\d{1,3}\s?(?:of|/)\s?\d{1,3}(?!\s?\d)(?=\s?(?-i:\p{Lu}))"),
        ("caption", _CREDIT),
        # A headline of another site of the house: "On example.com: …".
        ("related", r"^(?:also )?on [\w-]+\.(?:com|org|net|co\.\p{L}{2}):?\s"),
        ("byline", r"\b[Cc]ontributed (?:reporting|to this (?:report|story|article))\b.{0,60}$"),
        ("share", r"^(?:follow|like us|find us|join us)\b.{0,80} on (?:facebook|twitter|instagram|youtube|telegram)\b"),
        ("share", r"^(?:like|liked|enjoy|enjoyed) this (?:story|article|post)\b"),
        ("navigation", r"^.{0,80}\bclick here\b.{0,40}$"),
        (
            "navigation",
            r"^(?:tel|telephone|phone|mobile|fax|e-?mail|هاتف|فاكس|بريد إلكتروني|تلفن|telefon|faks|e-posta)"
            r"\s*[.:]?\s*(?:[*+(]?\d|\S+@)",
        ),
        # A word on the author, below the text.
        (
            "byline",
            r"^\p{Lu}[\p{L}.’'-]+(?: \p{Lu}[\p{L}.’'-]+){1,3} is (?:an? |the )[^.]{0,60}"
            r"\b(?:writer|reporter|journalist|editor|correspondent|columnist|author|contributor|blogger|fellow)\b",
        ),
    )
)


def find_mark(line: str) -> str | None:
    """Return what a line is by its form (a label of blocks), None where the form says nothing. Linear."""
    text = line.strip()
    if len(text) > LONGEST:
        return None
    return next((label for label, pattern in _MARKS if pattern.search(text)), None)
