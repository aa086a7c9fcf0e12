"""News sentences with their names marked, made by the grammar of `data/news_grammar`; most names are replaced.

The grammar's tables say what its names are. A recogniser that saw only them would learn them by heart, so persons and
places get words from the list of name words, and bodies get names made of such words and the nouns that bodies have.
"""

from __future__ import annotations

import gzip
import importlib.util
import random
import re
from pathlib import Path
from types import ModuleType

from pipelines.train_mentions.labelled import Labelled, LabelledText, texts

_NOT_ALONE = frozenset(
    {"the Union", "the Court", "the Council", "the Bank", "the Commission", "the Movement", "the Coalition",
     "the coalition", "the Organization", "the Agency", "the Fund", "the Committee", "the Group", "the Party"}
)  # fmt: skip
_BODIES = (
    ("{} Institute of {}", "معهد {} ل{}"), ("Ministry of {1}", "وزارة {1}"), ("{} Company", "شركة {}"),
    ("{} Bank", "بنك {}"), ("{} University", "جامعة {}"), ("University of {}", "جامعة {}"), ("{} Party", "حزب {}"),
    ("{} Foundation for {}", "مؤسسة {} ل{}"), ("National Council for {1}", "المجلس الوطني ل{1}"),
    ("{} News Agency", "وكالة {} للأنباء"), ("{} Brigades", "كتائب {}"), ("{} Group", "مجموعة {}"),
    ("Department of {1}", "دائرة {1}"), ("{} Observatory for {}", "مرصد {} ل{}"), ("{} FC", "نادي {}"),
    ("General Authority for {1}", "الهيئة العامة ل{1}"), ("Federation of {1} Workers", "اتحاد عمال {1}"),
)  # fmt: skip
_SUBJECTS = (
    ("Policy Studies", "الدراسات السياسية"), ("Human Rights", "حقوق الإنسان"), ("Energy", "الطاقة"),
    ("Trade and Industry", "التجارة والصناعة"), ("Public Health", "الصحة العامة"), ("Culture", "الثقافة"),
    ("Water Resources", "الموارد المائية"), ("Strategic Research", "البحوث الاستراتيجية"), ("Finance", "المالية"),
    ("Agriculture", "الزراعة"), ("Refugees", "اللاجئين"), ("Transport", "النقل"), ("Press Freedom", "حرية الصحافة"),
)  # fmt: skip
_PROCLITICS = "وفبلك"
# Names that the tables do not have whole: sentences with them are left out, rather than half marked.
_UNMARKED = re.compile(
    r"Ministry(?! of)|وزارة|University of|جامعة|United (?!Nations|States|Arab)|New Zealand|Inter |Real "
    r"|منتخب|نادي|اللجنة"
)


def load_grammar(folder: Path) -> ModuleType:
    """Return the grammar's own program as a module."""
    spec = importlib.util.spec_from_file_location("news_grammar", folder / "gen.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "gen.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class NewsSentences:
    """Makes labelled sentences. `words` are (Arabic, Latin) name words."""

    def __init__(self, grammar: ModuleType, words: list[tuple[str, str]], seed: int) -> None:
        self._grammar = grammar
        self._words = words
        self._random = random.Random(seed)
        grammar.R.seed(seed)
        self._known: list[dict[str, str]] = [{}, {}]
        for english, kind in self._table():
            for side, form in enumerate(english):
                bare = form.removeprefix("the ")
                if len(bare) > 1 and form not in _NOT_ALONE:
                    self._known[side].setdefault(bare, kind)
        self._find = [self._pattern(side) for side in (0, 1)]

    def _table(self) -> list[tuple[tuple[str, str], str]]:
        grammar = self._grammar
        out: list[tuple[tuple[str, str], str]] = []
        for person in grammar.PEO:
            out += [((person[0], person[2]), "person"), ((person[1], person[3]), "person")]
        for country in grammar.COU:
            out += [((country["en"], country["ar"]), "place"), ((country["cen"], country["car"]), "place")]
        out += [(("US", country["ar"]), "place") for country in grammar.COU if country["en"] == "the United States"]
        out += [((city[0], city[1]), "place") for city in grammar.CITY]
        out += [((body[0], body[2]), "organisation") for body in grammar.ORG]
        out += [((body[1], body[3]), "organisation") for body in grammar.ORG if " " in body[3] or body[1].isupper()]
        out += [((medium[0], medium[1]), "organisation") for medium in grammar.MED]
        for region, _, first, first_arabic in (row[:4] for row in grammar.FIRST):
            for _, last, last_arabic in (row for row in grammar.LAST if row[0] == region):
                out.append(((f"{first} {last}", f"{first_arabic} {last_arabic}"), "person"))
                out.append(((f"{first} {last}a", f"{first_arabic} {last_arabic}ا"), "person"))
        return out

    def _pattern(self, side: int) -> re.Pattern[str]:
        forms = sorted(self._known[side], key=lambda form: (-len(form), form))
        before = r"(?<![\w-])" if side == 0 else rf"(?<!\w)(?:[{_PROCLITICS}]{{0,2}})"
        return re.compile(before + "(" + "|".join(map(re.escape, forms)) + r")(?![\w])")

    def sentence(self) -> tuple[Labelled, Labelled]:
        """Return one sentence in English and in Arabic, the names of each marked."""
        english, arabic = self._grammar.sentence()
        return self._marked(english, 0), self._marked(arabic, 1)

    def _marked(self, text: str, side: int) -> Labelled:
        chosen: dict[str, str] = {}
        out, names, at = "", [], 0
        for match in self._find[side].finditer(text):
            form = match[1]
            kind = self._known[side][form]
            surface = chosen.setdefault(form, self._replacement(form, kind, side))
            out += text[at : match.start(1)]
            names.append((len(out), len(out) + len(surface), kind))
            out, at = out + surface, match.end(1)
        line = Labelled(out + text[at:], tuple(names))
        return self._cased(line) if side == 0 else line

    def _replacement(self, form: str, kind: str, side: int) -> str:
        chance = self._random.random()
        if kind == "person" and chance < 0.7:
            size = len(form.split())
            words = [self._word(side) for _ in range(min(size, 3))]
            if size > 1 and chance < 0.12:
                words[-1] = ("al-" if side == 0 else "ال") + words[-1]
            elif size > 1 and chance < 0.18:
                words.insert(1, ("bin", "بن")[side])
            return " ".join(words)
        if kind == "place" and chance < 0.4 and " " not in form:
            return self._word(side)
        if kind == "organisation" and chance < 0.6:
            body = self._random.choice(_BODIES)[side]
            subject = self._random.choice(_SUBJECTS)[side]
            made = body.format(self._word(side), subject)
            return made.replace("لالل", "لل").replace("لال", "لل") if side else made
        return form

    def _word(self, side: int) -> str:
        arabic, latin = self._random.choice(self._words)
        return arabic if side else latin[0].upper() + latin[1:]

    def _cased(self, line: Labelled) -> Labelled:
        """Set some sentences as headlines are."""
        chance = self._random.random()
        if chance < 0.06:
            text = re.sub(r"\b[a-z](?=[a-z]{3})", lambda match: match.group().upper(), line.text)
            return Labelled(text.rstrip("."), line.names)
        if chance < 0.08 and line.text.upper().lower() == line.text.lower():
            return Labelled(line.text.upper(), line.names)
        return line


def news(folder: Path, words: Path, *, count: int, seed: int) -> list[LabelledText]:
    """Return `count` sentences in each language, as texts."""
    pairs: list[tuple[str, str]] = []
    with gzip.open(words, "rt", encoding="utf-8") as rows:
        for row in list(rows)[1:]:
            arabic, latin, *_ = row.split("\t")
            if len(arabic) > 2 and len(latin) > 2 and " " not in arabic + latin:
                pairs.append((arabic, latin))
    maker = NewsSentences(load_grammar(folder), pairs, seed)
    made = []
    while len(made) < count:
        pair = maker.sentence()
        if not any(_UNMARKED.search(line.text) for line in pair):
            made.append(pair)
    return texts([english for english, _ in made], "en") + texts([arabic for _, arabic in made], "ar")
