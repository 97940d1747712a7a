"""From facts to a document: the sections in order, each a pure function of the setting."""

from __future__ import annotations

from symtconv.rendering.documents import abstract
from symtconv.rendering.documents.document import Document
from symtconv.rendering.documents.facts import Facts
from symtconv.rendering.documents.glosses import glossed_once
from symtconv.rendering.documents.sections import chosen
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.notation.style import Style


def compose(facts: Facts, style: Style | None = None) -> Document:
    """Write the document of a layer.

    Parameters
    ----------
    facts : Facts
        What was found out; nothing is decided here.
    style : Style, optional
        Letters, index base, title and language.

    Returns
    -------
    Document
        Its size does not grow with the layer: what is elided is never built.

    Examples
    --------
    >>> from symtconv.geometry import ConvTranspose
    >>> from symtconv.proofs.instance import prove
    >>> layer = ConvTranspose(input=(10**6, 10**6), kernel=3, stride=2)
    >>> facts = Facts(layer=layer, call="", verdict=prove(layer), lowering=layer.lowering())
    >>> len(compose(facts).blocks) < 100
    True
    """
    setting = Setting(facts, style or Style())
    document = Document(
        title=abstract.title(setting),
        blocks=chosen(setting, setting.style.sections),
        kernel=setting.layer.kernel,
        lang=setting.style.lang,
    )
    return glossed_once(document)
