"""Do a layer and a lowering compute the same? Decided axis by axis, at a cost that no size changes.

The operator of a reading is ``Σ_t w[t]·S₁⊗S₂⊗…``, with one relation per axis. So two readings of the same
shape agree iff they join the same channels by the same weights and the same triples on every axis, or both
are zero because some axis of each joins nothing.
"""

from __future__ import annotations

from symtconv.checker.entry import Index, Reading
from symtconv.checker.verdict import EntryDifference


def agrees(left: Reading, right: Reading) -> bool:
    """Decide whether two readings of a layer, the first with the right channels, are the same for all w and y."""
    if left.shape != right.shape:
        return False
    if left.is_zero or right.is_zero:
        return left.is_zero and right.is_zero
    same = all(ours.same(theirs) for ours, theirs in zip(left.axes, right.axes, strict=True))
    return same and right.channels.is_right


def difference_at(left: Reading, right: Reading, entry: Index, source: Index | None) -> EntryDifference | None:
    """Evaluate one entry on both sides; None when it shows no difference.

    Without a ``source`` the entry has to exist on one side alone.
    """
    ours = theirs = None
    if source is not None:
        ours, theirs = left.weight(entry, source), right.weight(entry, source)
        if ours == theirs:
            return None
    elif left.has(entry) == right.has(entry):
        return None
    return EntryDifference(
        entry=entry,
        source=source,
        left=left.text(entry),
        right=right.text(entry),
        left_weight=ours,
        right_weight=theirs,
    )
