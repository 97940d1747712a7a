# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=True, cdivision=True
"""The compiled half of gather.py: walks the rows of x′ and gathers, run by run, what reaches them.

It trusts nobody: `_check_runs` and `_outer_steps` hold every step against the inequalities that make the register
tiles of _tile.h safe, and everything else is indexed with bounds checks on.

A row of x′ is one choice of all indices but the last. For each row the taps of the outer axes are listed once
(`_outer_steps`); with the taps of a run of the last axis they form the steps of one sum, which a tile computes for
several output channels at once. The classes of the last axis are computed side by side and then woven together.
"""
from libc.stdint cimport int64_t
from libc.string cimport memcpy

import numpy as np

cdef extern from "_tile.h" nogil:
    ctypedef struct tile_step:
        Py_ssize_t y
        Py_ssize_t w
    ctypedef struct tile_sum:
        const tile_step *steps
        Py_ssize_t n_steps
        Py_ssize_t channels
        Py_ssize_t y_jump
        Py_ssize_t w_jump
        Py_ssize_t x_jump
    int tile_best_level()
    int tile_most_rows(int level)
    void tile_row_f32(int, int, Py_ssize_t, const float *, const float *, const float *, float *, const tile_sum *)
    void tile_row_f64(int, int, Py_ssize_t, const double *, const double *, const double *, double *, const tile_sum *)
    void tile_row_i64(int, int, Py_ssize_t, const int64_t *, const int64_t *, const int64_t *, int64_t *,
                      const tile_sum *)
    void tile_pack_f32(int, Py_ssize_t, Py_ssize_t, const float *, float *)
    void tile_pack_f64(int, Py_ssize_t, Py_ssize_t, const double *, double *)
    void tile_pack_i64(int, Py_ssize_t, Py_ssize_t, const int64_t *, int64_t *)
    void tile_weave_f32(int, Py_ssize_t, Py_ssize_t, const float *, Py_ssize_t, float *)
    void tile_weave_f64(int, Py_ssize_t, Py_ssize_t, const double *, Py_ssize_t, double *)
    void tile_weave_i64(int, Py_ssize_t, Py_ssize_t, const int64_t *, Py_ssize_t, int64_t *)

ctypedef fused real:
    float
    double
    int64_t

cdef struct Sizes:
    Py_ssize_t batch, groups, c_in, c_out       # the channels are those of one group
    Py_ssize_t outer                            # axes but the last
    Py_ssize_t y_rows, y_width, x_rows, x_width, kernel_rows, kernel_width
    Py_ssize_t step, phase                      # classes of the last axis, and room for the places of one
    Py_ssize_t pitch, slots                     # of the fetched rows of y; slots is 0 where y is read in place
    int level, most_rows
    bint covers


def best_level():
    """Index in simd.LEVELS of the best instruction set that this machine has."""
    return tile_best_level()


def gather_f32(const float[::1] y, const float[::1] w, const float[::1] bias, float[::1] x, plan, int level):
    _gather(y, w, bias, x, plan, level)


def gather_f64(const double[::1] y, const double[::1] w, const double[::1] bias, double[::1] x, plan, int level):
    _gather(y, w, bias, x, plan, level)


def gather_i64(const int64_t[::1] y, const int64_t[::1] w, const int64_t[::1] bias, int64_t[::1] x, plan, int level):
    _gather(y, w, bias, x, plan, level)


cdef int _gather(const real[::1] y, const real[::1] w, const real[::1] bias, real[::1] x, plan, int level) except -1:
    cdef Sizes z = _sizes(plan, level)
    cdef const Py_ssize_t[:, ::1] taps = plan.taps, runs = plan.runs, places = plan.places
    cdef const Py_ssize_t[:, ::1] axes = plan.axes
    cdef Py_ssize_t planes = z.batch * z.groups
    if y.shape[0] != planes * z.c_in * z.y_rows * z.y_width or x.shape[0] != planes * z.c_out * z.x_rows * z.x_width:
        raise IndexError("the arrays do not have the sizes of the plan")
    if (w.shape[0] != z.groups * z.c_in * z.c_out * z.kernel_rows * z.kernel_width
            or bias.shape[0] != z.groups * z.c_out):
        raise IndexError("the weights do not have the sizes of the plan")
    if planes == 0:
        return 0
    _check_runs(&z, taps, runs)
    kind = np.asarray(x).dtype
    cdef real[::1] packed = np.empty(w.shape[0], kind)
    cdef real[::1] phases = np.empty(z.most_rows * z.step * z.phase, kind)
    cdef real[::1] fetched = np.empty(max(z.slots * z.c_in * z.pitch, 1), kind)
    cdef Py_ssize_t[::1] slot_of = np.empty(z.y_rows, np.intp)
    cdef Py_ssize_t[:, ::1] slots = np.empty((2, z.slots + 1), np.intp)     # the row held, the row of x′ it last served
    cdef Py_ssize_t[:, ::1] rows = np.empty((2, plan.most_rows), np.intp)   # of y and of the kernel
    cdef Py_ssize_t[:, ::1] count = np.empty((2, z.outer + 1), np.intp)     # odometers over x′ and over the taps
    cdef Py_ssize_t[:, ::1] steps = np.empty((max(plan.most_rows * plan.most_taps, 1), 2), np.intp)
    cdef Py_ssize_t plane
    with nogil:
        _pack_weights(&z, w, packed)
        for plane in range(planes):
            _plane(&z, plane, y, packed, bias, x, axes, taps, runs, places,
                   phases, fetched, slot_of, slots, rows, count, steps)
    return 0


cdef Sizes _sizes(plan, int level) except *:
    cdef Sizes z
    if not 0 <= level <= tile_best_level():
        raise ValueError(f"level={level} is not one this machine has; it has 0 to {tile_best_level()}")
    z.batch, z.groups, z.c_in, z.c_out = plan.counts
    z.outer = plan.axes.shape[0] - 1
    z.y_rows, z.y_width, z.x_rows, z.x_width, z.kernel_rows, z.kernel_width = plan.extents
    z.step, z.covers = plan.step, plan.covers
    if min(min(plan.extents), min(plan.counts[1:]), z.step) < 1 or z.batch < 0 or z.step > z.x_width:
        raise IndexError("the plan has sizes that no layer has")
    z.phase = (z.x_width + z.step - 1) // z.step
    z.level, z.most_rows = level, tile_most_rows(level)
    # Channels of y lie a plane apart, often a power of two that fills one cache set. Where many sums read the same rows
    # it pays to bring these together first; 16 entries between them keep them out of one another's sets.
    z.pitch = (z.y_width + 15) // 16 * 16 + 16
    z.slots = min(2 * plan.most_rows, z.y_rows) if z.c_in >= 8 and z.c_out >= 8 else 0
    return z


cdef int _check_runs(const Sizes *z, const Py_ssize_t[:, ::1] taps, const Py_ssize_t[:, ::1] runs) except -1:
    """Hold each run of the last axis within its phase and x′, and all that it reads within a row of y."""
    cdef Py_ssize_t r, u, residue, first, last
    for r in range(runs.shape[0]):
        residue, first, last = runs[r, 0], runs[r, 1], runs[r, 2]
        if not (0 <= residue < z.step and 0 <= first < last <= z.phase
                and residue + z.step * (last - 1) < z.x_width):
            raise IndexError("a run leaves its row of x′")
        for u in range(runs[r, 3], runs[r, 4]):
            if not (0 <= taps[u, 0] < z.kernel_width and 0 <= first - taps[u, 1]
                    and last - taps[u, 1] <= z.y_width):
                raise IndexError("a run reads outside its row of y")
    return 0


cdef inline int _block(const Sizes *z, Py_ssize_t channel) noexcept nogil:
    """The channels computed together from ``channel`` on: the most that are left and that a tile has rows for."""
    cdef int rows = z.most_rows
    while rows > z.c_out - channel:
        rows //= 2
    return rows


cdef int _pack_weights(const Sizes *z, const real[::1] w, real[::1] packed) except -1 nogil:
    """Lay the weights of a block side by side: (group, block, c_in, tap, channel of the block)."""
    cdef Py_ssize_t taps = z.kernel_rows * z.kernel_width, g, ci, channel, source, target
    cdef int rows
    for g in range(z.groups):
        for ci in range(z.c_in):            # w is read in its own order
            channel = 0
            while channel < z.c_out:
                rows = _block(z, channel)
                source = ((g * z.c_in + ci) * z.c_out + channel) * taps
                target = ((g * z.c_out + channel) * z.c_in + ci * rows) * taps
                if not (source + rows * taps <= w.shape[0] and target + rows * taps <= packed.shape[0]):
                    raise IndexError("a block of weights leaves its array")
                _pack(z.level, rows, taps, &w[source], &packed[target])
                channel += rows
    return 0


cdef int _plane(const Sizes *z, Py_ssize_t plane, const real[::1] y, const real[::1] packed, const real[::1] bias,
                real[::1] x, const Py_ssize_t[:, ::1] axes, const Py_ssize_t[:, ::1] taps,
                const Py_ssize_t[:, ::1] runs, const Py_ssize_t[:, ::1] places, real[::1] phases, real[::1] fetched,
                Py_ssize_t[::1] slot_of, Py_ssize_t[:, ::1] slots, Py_ssize_t[:, ::1] rows,
                Py_ssize_t[:, ::1] count, Py_ssize_t[:, ::1] steps) except -1 nogil:
    """Compute all rows of x′ of one batch entry and group."""
    cdef Py_ssize_t row, a, n_rows, next_slot = 0, channel, y_from, x_from, group = plane % z.groups
    cdef int block
    y_from = plane * z.c_in * z.y_rows * z.y_width
    slot_of[:] = -1
    slots[:, :] = -1
    count[0, :] = 0
    for row in range(z.x_rows):
        n_rows = _outer_steps(z, axes, taps, places, rows, count)
        if z.slots:
            next_slot = _fetch(z, y, y_from, row, n_rows, next_slot, fetched, slot_of, slots, rows)
        channel = 0
        while channel < z.c_out:
            block = _block(z, channel)
            x_from = ((plane * z.c_out + channel) * z.x_rows + row) * z.x_width
            if z.slots:
                _row(z, block, n_rows, fetched, 0, z.pitch, packed, group, channel, bias, x, x_from, taps, runs,
                     phases, rows, steps)
            else:
                _row(z, block, n_rows, y, y_from, z.y_rows * z.y_width, packed, group, channel, bias, x, x_from, taps,
                     runs, phases, rows, steps)
            channel += block
        a = z.outer - 1
        while a >= 0:
            count[0, a] += 1
            if count[0, a] < axes[a, 2]:
                break
            count[0, a] = 0
            a -= 1
    return 0


cdef Py_ssize_t _outer_steps(const Sizes *z, const Py_ssize_t[:, ::1] axes, const Py_ssize_t[:, ::1] taps,
                             const Py_ssize_t[:, ::1] places, Py_ssize_t[:, ::1] rows,
                             Py_ssize_t[:, ::1] count) except -1 nogil:
    """List the rows of y that reach row ``count[0]`` of x′, each with its row of the kernel; give their number."""
    cdef Py_ssize_t a, at, u, o, y_row, kernel_row, found = 0
    for a in range(z.outer):
        at = axes[a, 3] + count[0, a]
        if places[at, 1] == places[at, 2]:
            return 0
        count[1, a] = places[at, 1]
    while True:
        y_row = kernel_row = 0
        for a in range(z.outer):
            u = count[1, a]
            o = places[axes[a, 3] + count[0, a], 0] - taps[u, 1]
            if not (0 <= o < axes[a, 0] and 0 <= taps[u, 0] < axes[a, 1]):
                raise IndexError("a row of x′ reads outside y")
            y_row = y_row * axes[a, 0] + o
            kernel_row = kernel_row * axes[a, 1] + taps[u, 0]
        if not (y_row < z.y_rows and kernel_row < z.kernel_rows):
            raise IndexError("the axes of the plan do not have its sizes")
        rows[0, found] = y_row
        rows[1, found] = kernel_row
        found += 1
        a = z.outer - 1
        while a >= 0:
            at = axes[a, 3] + count[0, a]
            count[1, a] += 1
            if count[1, a] < places[at, 2]:
                break
            count[1, a] = places[at, 1]
            a -= 1
        if a < 0:
            return found


cdef Py_ssize_t _fetch(const Sizes *z, const real[::1] y, Py_ssize_t y_from, Py_ssize_t row, Py_ssize_t n_rows,
                       Py_ssize_t next_slot, real[::1] fetched, Py_ssize_t[::1] slot_of, Py_ssize_t[:, ::1] slots,
                       Py_ssize_t[:, ::1] rows) except -1 nogil:
    """Bring the listed rows of y, all channels, into slots (oldest out first) and list the slots instead."""
    cdef Py_ssize_t r, y_row, slot, ci, source, target
    for r in range(n_rows):
        if slot_of[rows[0, r]] >= 0:
            slots[1, slot_of[rows[0, r]]] = row
    for r in range(n_rows):
        y_row = rows[0, r]
        slot = slot_of[y_row]
        if slot < 0:
            while slots[1, next_slot] == row:
                next_slot = (next_slot + 1) % z.slots
            slot = next_slot
            next_slot = (next_slot + 1) % z.slots
            if slots[0, slot] >= 0:
                slot_of[slots[0, slot]] = -1
            slot_of[y_row] = slot
            slots[0, slot] = y_row
            slots[1, slot] = row
            for ci in range(z.c_in):
                source = y_from + (ci * z.y_rows + y_row) * z.y_width
                target = (slot * z.c_in + ci) * z.pitch
                if not (source + z.y_width <= y.shape[0] and target + z.y_width <= fetched.shape[0]):
                    raise IndexError("a fetched row leaves its array")
                memcpy(&fetched[target], &y[source], z.y_width * sizeof(real))
        rows[0, r] = slot
    return next_slot


cdef int _row(const Sizes *z, int block, Py_ssize_t n_rows, const real[::1] y, Py_ssize_t y_from, Py_ssize_t y_jump,
              const real[::1] packed, Py_ssize_t group, Py_ssize_t channel, const real[::1] bias, real[::1] x,
              Py_ssize_t x_from, const Py_ssize_t[:, ::1] taps, const Py_ssize_t[:, ::1] runs, real[::1] phases,
              const Py_ssize_t[:, ::1] rows, Py_ssize_t[:, ::1] steps) except -1 nogil:
    """Compute one row of x′ for a block of output channels."""
    cdef Py_ssize_t kernel = z.kernel_rows * z.kernel_width
    cdef Py_ssize_t row_jump = z.c_in * z.pitch if z.slots else z.y_width
    cdef Py_ssize_t r, t, u, m, p, found, to, weights = (group * z.c_out + channel) * z.c_in * kernel
    cdef Py_ssize_t x_jump = z.x_rows * z.x_width
    cdef real[::1] target = x if z.step == 1 else phases
    cdef Py_ssize_t start = x_from if z.step == 1 else 0
    cdef tile_sum sum
    sum.channels, sum.y_jump, sum.w_jump = z.c_in, y_jump, kernel * block
    sum.x_jump = x_jump if z.step == 1 else z.step * z.phase
    if n_rows == 0 or not z.covers:
        for m in range(block):
            to = start + m * sum.x_jump
            for p in range(z.x_width if z.step == 1 else sum.x_jump):
                target[to + p] = bias[group * z.c_out + channel + m]
    for r in range(runs.shape[0] if n_rows else 0):
        found = 0
        for t in range(n_rows):
            for u in range(runs[r, 3], runs[r, 4]):
                steps[found, 0] = rows[0, t] * row_jump + runs[r, 1] - taps[u, 1]
                steps[found, 1] = (rows[1, t] * z.kernel_width + taps[u, 0]) * block
                found += 1
        sum.steps, sum.n_steps = <const tile_step *> &steps[0, 0], found
        to = start + runs[r, 0] * z.phase + runs[r, 1]
        _tile(z.level, block, runs[r, 2] - runs[r, 1], &y[y_from], &packed[weights],
              &bias[group * z.c_out + channel], &target[to], &sum)
    if z.step > 1:
        for m in range(block):
            _weave(z.level, z.step, z.x_width, &phases[m * sum.x_jump], z.phase, &x[x_from + m * x_jump])
    return 0


cdef inline void _tile(int level, int rows, Py_ssize_t places, const real *y, const real *w, const real *bias, real *x,
                       const tile_sum *sum) noexcept nogil:
    if real is float:
        tile_row_f32(level, rows, places, y, w, bias, x, sum)
    elif real is double:
        tile_row_f64(level, rows, places, y, w, bias, x, sum)
    else:
        tile_row_i64(level, rows, places, y, w, bias, x, sum)


cdef inline void _pack(int level, Py_ssize_t rows, Py_ssize_t taps, const real *w, real *packed) noexcept nogil:
    if real is float:
        tile_pack_f32(level, rows, taps, w, packed)
    elif real is double:
        tile_pack_f64(level, rows, taps, w, packed)
    else:
        tile_pack_i64(level, rows, taps, w, packed)


cdef inline void _weave(int level, Py_ssize_t step, Py_ssize_t length, const real *phases, Py_ssize_t jump,
                        real *x) noexcept nogil:
    if real is float:
        tile_weave_f32(level, step, length, phases, jump, x)
    elif real is double:
        tile_weave_f64(level, step, length, phases, jump, x)
    else:
        tile_weave_i64(level, step, length, phases, jump, x)
