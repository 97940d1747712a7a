"""One configuration as a user writes it, whatever it then means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from symtconv.geometry import InputError

Row: TypeAlias = tuple[int, ...]

ROWS = ("n", "k", "s", "d", "l", "h")
NUMBERS = ("c_in", "c_out", "groups", "batch")
AUTO = ("", "VALID", "SAME_UPPER", "SAME_LOWER", "same")


@dataclass(frozen=True, slots=True)
class Words:
    """A configuration: sizes, the words of the call, channels, bias and batch.

    Parameters
    ----------
    n, k, s, d, l, h : tuple of int
        Entries of y, taps, stride, dilation, low and high padding per axis.
    a : tuple of int or None
        Output padding; None is Keras' word for *as it comes*.
    auto : str
        What stands in place of the padding: one of `AUTO` (``same`` is Keras').
    size : tuple of int, optional
        The lengths asked for (``output_shape``).

    Examples
    --------
    >>> Words((2,), (1,), (2,), (1,), (1,), (1,), (1,)).text
    'n=2 k=1 s=2 p=1 a=1'
    """

    n: Row
    k: Row
    s: Row
    d: Row
    l: Row
    h: Row
    a: Row | None
    c_in: int = 1
    c_out: int = 1
    groups: int = 1
    bias: bool = False
    batch: int = 1
    auto: str = ""
    size: Row | None = None

    @property
    def rank(self) -> int:
        """Number of spatial axes."""
        return len(self.n)

    @property
    def extra(self) -> Row:
        """Output padding as numbers: 0 where the call leaves it out."""
        return self.a if self.a is not None else (0,) * len(self.n)

    @property
    def weight(self) -> int:
        """How large the configuration is: what shrinking lowers, and what is asked first."""
        rows = sum(map(sum, (self.n, self.k, self.s, self.d, self.extra, self.size or ())))
        pads = sum(abs(p) for p in (*self.l, *self.h))
        others = self.c_in + self.c_out + self.groups + self.batch + self.bias + 3 * bool(self.auto)
        return rows + pads + others + (self.a is None)

    @property
    def text(self) -> str:
        """The configuration on one line; two that differ read differently."""
        rank = "" if len(self.n) == 1 else f"{len(self.n)}-D "
        said = [f"{rank}n={_row(self.n)} k={_row(self.k)}"]
        said += [f"{name}={_row(row)}" for name, row in (("s", self.s), ("d", self.d)) if set(row) != {1}]
        said += [self.auto] * bool(self.auto)
        if any(self.l) or any(self.h):
            pairs = "x".join(f"{low}:{high}" for low, high in zip(self.l, self.h, strict=True))
            said.append(f"p={_row(self.l) if self.l == self.h else pairs}")
        if self.a is None:
            said.append("a=None")
        elif any(self.a):
            said.append(f"a={_row(self.a)}")
        if self.size is not None:
            said.append(f"output_shape={_row(self.size)}")
        if (self.c_in, self.c_out, self.groups) != (1, 1, 1):
            said.append(f"channels={self.c_in}->{self.c_out}" + (f"/{self.groups}" if self.groups > 1 else ""))
        said += ["bias"] * self.bias + [f"N={self.batch}"] * (self.batch != 1)
        return " ".join(said)

    def to_dict(self) -> dict[str, Any]:
        """Give the configuration as plain data; words with their usual value are left out."""
        found: dict[str, Any] = {name: list(getattr(self, name)) for name in ROWS}
        found["a"] = None if self.a is None else list(self.a)
        found |= {name: getattr(self, name) for name in NUMBERS if getattr(self, name) != 1}
        if self.bias:
            found["bias"] = True
        if self.auto:
            found["auto"] = self.auto
        if self.size is not None:
            found["size"] = list(self.size)
        return found

    @classmethod
    def of_dict(cls, plain: Mapping[str, Any]) -> Words:
        """Read what `to_dict` gives.

        Raises
        ------
        InputError
            For data that is no configuration.
        """
        try:
            rows: dict[str, Any] = {name: tuple(map(_integer, plain[name])) for name in ROWS}
            whole: dict[str, Any] = {name: _integer(plain.get(name, 1)) for name in NUMBERS}
            extra, size = plain["a"], plain.get("size")
            found = cls(
                **rows,
                a=None if extra is None else tuple(map(_integer, extra)),
                **whole,
                bias=bool(plain.get("bias", False)),
                auto=str(plain.get("auto", "")),
                size=None if size is None else tuple(map(_integer, size)),
            )
        except (KeyError, TypeError, AttributeError) as error:
            msg = f"{str(plain)[:80]} is no configuration ({error}); give n, k, s, d, l, h and a"
            raise InputError(msg) from None
        ranks = {len(row) for row in (*rows.values(), found.extra, found.size or found.n)}
        if len(ranks) != 1 or found.auto not in AUTO:
            msg = f"{str(plain)[:80]} is no configuration; give one number per axis, and auto as one of {AUTO}"
            raise InputError(msg)
        return found


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        msg = f"{value!r} is no integer"
        raise TypeError(msg)
    return value


def _row(row: Row) -> str:
    return str(row[0]) if len(set(row)) == 1 else "x".join(map(str, row))
