"""What the author chooses: letters, index base, title, paper, language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from symtconv.geometry import InputError
from symtconv.rendering.notation.letters import free, is_letter, latex_letter
from symtconv.rendering.tex import ENGINES

ROLES = tuple("wyxzCBojtumpqnksdlhaiKPLErvgZ")
"""What has a letter: weights, y, x (and x′), dilated y, matrix and blocks; indices; parameters; the rest."""


UNICODE_LANGUAGES = ("ko",)
"""Languages that pdfLaTeX does not set."""

Outcome = Literal["proved", "refuted", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    r"""How a document is to look; it changes no fact.

    Parameters
    ----------
    symbols : mapping of str to str
        The author's letter for a role of `ROLES`: one Latin letter, a Greek letter by its name, or ``\mathbf{w}``.
    index_base : {0, 1}
        Where indices begin.
    title, author : str or None
        Text of any script; it is escaped. In a title ``$…$`` is a formula.
    lang : str
        Language of the words.
    paper : {"a4", "letter"}
    document_class : {"article", "standalone"}
        ``standalone`` crops the page to the content.
    fragment : bool
        Only what goes into an author's own document.
    unicode_engine : bool
        Whether the LaTeX is for XeLaTeX or LuaLaTeX, which take every character as it is.
    engine : str or None
        One of `ENGINES` that the LaTeX is for; without it pdfLaTeX where it can read the text.
    certificate : str
        File name that the page tells the reader to replay.
    figures : bool or None
        Whether figures are in, which need TikZ; None means that they are unless it is a fragment.
    sections : tuple of str or None
        The sections that are printed, by `documents.sections.NAMES`; all without.
    figure_width : float or None
        Room in millimetres for a figure that is drawn alone; without it the line of our page.
    colours : bool
        Whether there are colours to speak of; plain text has none.

    Raises
    ------
    InputError
        For a role or letter that does not exist, for one letter in two roles, for pdfLaTeX with a language
        that it does not set, and for words that are no Unicode text.

    Examples
    --------
    >>> style = Style(symbols={"y": "Y", "w": "kappa"})
    >>> style.letter("y"), style.letter("w"), style.letter("x")
    ('Y', 'kappa', 'x')
    """

    symbols: Mapping[str, str] = field(default_factory=dict)
    index_base: int = 0
    title: str | None = None
    author: str | None = None
    lang: str = "en"
    paper: str = "a4"
    document_class: str = "article"
    fragment: bool = False
    unicode_engine: bool = False
    engine: str | None = None
    certificate: str = "proof.json"
    figures: bool | None = None
    sections: tuple[str, ...] | None = None
    figure_width: float | None = None
    colours: bool = True

    def __post_init__(self) -> None:
        for role, letter in self.symbols.items():
            if role not in ROLES:
                msg = f"there is no symbol {role!r} to rename; use one of {', '.join(ROLES)}"
                raise InputError(msg)
            if not is_letter(letter):
                many = f"a Greek one by name ({role}=kappa), or another type: {role}=\\mathbf{{w}}"
                msg = (
                    f"the letter for {role} is {letter!r}; use one Latin letter, {many}, \\mathsf{{w}}, \\mathcal{{W}}"
                )
                raise InputError(msg)
        used = [latex_letter(self.letter(role)) for role in ROLES]
        for place, letter in enumerate(used):
            if letter in used[:place]:
                first = ROLES[used.index(letter)]
                msg = (
                    f"the letter {letter!r} would stand for {first} and for {ROLES[place]}; rename one of them too, or "
                    f"take a letter that is free: {free(used)}"
                )
                raise InputError(msg)
        allowed: tuple[tuple[str, object, tuple[object, ...]], ...] = (
            ("index_base", self.index_base, (0, 1)),
            ("paper", self.paper, ("a4", "letter")),
            ("document_class", self.document_class, ("article", "standalone")),
        )
        for name, value, choices in allowed:
            if value not in choices or isinstance(value, bool):
                msg = f"{name}={value!r}; use {' or '.join(map(str, choices))}"
                raise InputError(msg)
        for name, text in (
            ("title", self.title),
            ("author", self.author),
            ("certificate's file name", self.certificate),
        ):
            # Half a surrogate pair: Python puts it for a byte of the command line that is no UTF-8.
            if text is not None and any("\ud800" <= character <= "\udfff" for character in text):
                msg = f"the {name} {ascii(text)[:60]} is no Unicode text, so no page can show it; write it in UTF-8"
                raise InputError(msg)
        if self.engine not in (None, *ENGINES):
            msg = f"there is no engine {self.engine!r}; use {', '.join(ENGINES)}"
            raise InputError(msg)
        if self.engine == "pdflatex" and self.lang in UNICODE_LANGUAGES:
            msg = f"pdfLaTeX does not set the language {self.lang!r}; use --engine xelatex or --engine lualatex"
            raise InputError(msg)

    @property
    def takes_unicode(self) -> bool:
        """Whether every character can stand in the LaTeX as it is."""
        return self.unicode_engine or self.lang in UNICODE_LANGUAGES or self.engine in ENGINES[1:]

    def letter(self, role: str) -> str:
        """Give the letter that stands for a role."""
        return self.symbols.get(role, role)

    @property
    def has_figures(self) -> bool:
        """Whether figures are in."""
        return not self.fragment if self.figures is None else self.figures

    @property
    def as_text(self) -> Style:
        """The same for plain text, which has neither figures nor colours."""
        return replace(self, figures=False, colours=False)

    @property
    def line(self) -> float:
        """Width of the text in millimetres: ours, or for a fragment that of a plain article."""
        return 120.0 if self.fragment else 152.0
