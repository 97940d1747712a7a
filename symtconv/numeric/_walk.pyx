# cython: language_level=3, boundscheck=True, wraparound=False, initializedcheck=True, cdivision=False
"""The door to _walk.h: holds a layout against the inequalities that make the walk safe, and runs it.

A `Walk` is checked once, when it is made, and cannot be changed; a call checks that the arrays have its sizes.
"""
from cpython.buffer cimport PyBUF_C_CONTIGUOUS, PyBUF_WRITABLE, PyBuffer_Release, PyObject_GetBuffer
from libc.stdint cimport int32_t, int64_t, uint64_t, uintptr_t
from libc.stdlib cimport calloc, free, malloc

import numpy as np

cdef extern from "_walk.h" nogil:
    enum: WALK_AXES, WALK_MOST_THREADS
    ctypedef struct walk_tap:
        Py_ssize_t y
        Py_ssize_t w
    ctypedef struct walk_class:
        Py_ssize_t first_phase
        Py_ssize_t n_phases
        Py_ssize_t first_tap
        Py_ssize_t n_taps
    ctypedef struct walk_segment:
        pass
    ctypedef struct walk_row:
        pass
    ctypedef struct walk_plan:
        Py_ssize_t groups, c_in, c_out, taps
        int axes
        Py_ssize_t *n
        Py_ssize_t *places
        Py_ssize_t *x
        Py_ssize_t *step
        Py_ssize_t *off
        Py_ssize_t *stride
        Py_ssize_t y_plane, x_plane, phases, classes
        const Py_ssize_t *phase
        const Py_ssize_t *phase_w
        const walk_class *class_
        const walk_tap *tap
        Py_ssize_t positions, block, blocks, low, image, y_jump, chunk, span, spans, deep, lines, lines_each
        Py_ssize_t copies
        const int32_t *table
    ctypedef struct walk_room:
        void *image
        void *buffer
        walk_segment *segment
        walk_row *row
        Py_ssize_t picture, block
    ctypedef void (*walk_unit)(const walk_plan *, const void *, const void *, const void *, void *, walk_room *,
                               Py_ssize_t)
    ctypedef struct walk_job:
        const walk_plan *plan
        walk_unit unit
        const void *y
        const void *w
        const void *bias
        void *x
        Py_ssize_t units, grain, next
    ctypedef struct walk_worker:
        walk_job *job
        walk_room room
    int walk_best_level()
    walk_unit walk_unit_of(int type, int level)
    void walk_run(walk_job *job, walk_worker *workers, int count)
    int walk_finite_f32(const float *, Py_ssize_t)
    int walk_finite_f64(const double *, Py_ssize_t)
    uint64_t walk_largest(const int64_t *, Py_ssize_t)

cdef Py_ssize_t LINE = 64            # bytes of a cache line
cdef Py_ssize_t SMALL = 1 << 20      # products below which one thread does it alone
cdef Py_ssize_t KEPT = 1 << 23       # bytes of room kept from one call to the next
cdef Py_ssize_t NEAR = 1 << 18       # bytes of weights that stay in the second cache by themselves
cdef Py_ssize_t MOST = 1 << 62
cdef void *spare = NULL
cdef Py_ssize_t spare_size = 0
cdef object ARRAY = np.ndarray, EMPTY = np.empty
cdef object F32 = np.dtype(np.float32), F64 = np.dtype(np.float64), I64 = np.dtype(np.int64)
cdef object LARGEST = 2**63 - 1


def best_level():
    """Index in simd.LEVELS of the best instruction set that this machine has."""
    return walk_best_level()


cdef class Walk:
    """A layout whose every step stays inside its arrays."""

    cdef walk_plan z
    cdef Py_ssize_t *numbers
    cdef walk_class *classes
    cdef walk_tap *taps
    cdef int32_t *table
    cdef Py_ssize_t y_size, w_size, x_size, products, room_size, image_size, buffer_size, segments_size
    cdef int type
    cdef bint borders
    cdef readonly object x_shape, kind

    def __cinit__(self, layout, kind):
        cdef Py_ssize_t k, a, phases = len(layout.phase)
        self.type = (F32, F64, I64).index(np.dtype(kind))
        self.kind = (F32, F64, I64)[self.type]      # NumPy's own, which arrays are compared with by identity
        self.borders = layout.borders and self.type != 2
        _check(layout, self.kind.itemsize)
        self.numbers = <Py_ssize_t *> malloc((2 * phases + 1) * sizeof(Py_ssize_t))
        self.classes = <walk_class *> malloc((len(layout.classes) + 1) * sizeof(walk_class))
        self.taps = <walk_tap *> malloc((len(layout.taps) + 1) * sizeof(walk_tap))
        self.table = <int32_t *> malloc((layout.table.size + 1) * sizeof(int32_t))
        if not (self.numbers and self.classes and self.taps and self.table):
            raise MemoryError("no memory for the plan of a call")
        for k in range(phases):
            self.numbers[k], self.numbers[phases + k] = layout.phase[k], layout.phase_w[k]
        for k, of in enumerate(layout.classes):
            (self.classes[k].first_phase, self.classes[k].n_phases, self.classes[k].first_tap,
             self.classes[k].n_taps) = of
        for k, tap in enumerate(layout.taps):
            self.taps[k].y, self.taps[k].w = tap
        for k, at in enumerate(layout.table.ravel().tolist()):
            self.table[k] = at
        self._numbers(layout)
        for a in range(self.z.axes):
            self.z.n[a], self.z.places[a], self.z.x[a] = layout.n[a], layout.places[a], layout.x[a]
            self.z.step[a], self.z.off[a], self.z.stride[a] = layout.step[a], layout.off[a], layout.stride[a]
        self.x_shape = (layout.n[0], layout.counts[0] * layout.counts[2], *layout.x[1:])
        self._sizes(layout)

    cdef int _numbers(self, layout) except -1:
        self.z.groups, self.z.c_in, self.z.c_out = layout.counts
        self.z.taps, self.z.axes = layout.taps_of_pair, len(layout.n)
        self.z.phases, self.z.classes = len(layout.phase), len(layout.classes)
        self.z.phase, self.z.phase_w = self.numbers, self.numbers + self.z.phases
        self.z.class_, self.z.tap, self.z.table = self.classes, self.taps, self.table
        self.z.positions, self.z.block, self.z.low = layout.positions, layout.block, layout.low
        self.z.blocks = -(-layout.positions // layout.block)
        self.z.chunk, self.z.span, self.z.spans = layout.chunk, layout.span, -(-layout.counts[2] // layout.span)
        self.z.deep, self.z.copies = layout.deep, layout.copies
        return 0

    cdef int _sizes(self, layout) except -1:
        """Room: an image in which every tap of every place of a block lies, sums of a chunk, rows of y."""
        cdef Py_ssize_t item = self.kind.itemsize, lines, rows
        reach = max((y for y, _ in layout.taps), default=0)
        self.z.image = reach + layout.block
        lines = -(-self.z.image * item // LINE)
        self.z.y_jump = (lines + 1 - lines % 2) * LINE // item    # an odd number of lines: channels share no cache set
        self.z.y_plane = _product(layout.n[1:])
        self.z.x_plane = _product(layout.x[1:])
        self.y_size = _product(layout.n) * self.z.groups * self.z.c_in
        self.w_size = self.z.groups * self.z.c_in * self.z.c_out * self.z.taps
        self.x_size = _product(self.x_shape)
        if self.w_size * item > NEAR:
            self.z.lines = self.z.chunk * self.z.taps * item // LINE + 1
            rows = sum(self.z.chunk * n_phases // 8 or 1 for _, n_phases, _, _ in layout.classes)
            self.z.lines_each = -(-self.z.lines // rows)
        self.products = _product(layout.n) * self.w_size
        self.image_size = self.z.c_in * self.z.y_jump * item                                   # whole lines, as is
        self.buffer_size = self.z.span * self.z.phases * self.z.block * item + LINE             # and one more to read
        rows = self.z.image // self.z.stride[self.z.axes - 2] + 3
        self.segments_size = (rows * sizeof(walk_segment) // LINE + 1) * LINE
        rows = (self.z.block // self.z.stride[self.z.axes - 2] + 3) * (self.z.phases // self.z.step[self.z.axes - 1])
        self.room_size = (self.image_size + self.buffer_size + self.segments_size
                          + (rows * sizeof(walk_row) // LINE + 1) * LINE)
        return 0

    def __dealloc__(self):
        free(self.numbers)
        free(self.classes)
        free(self.taps)
        free(self.table)

    def run(self, y, w, bias, x, int level, int threads):
        """Compute x from C-contiguous arrays of the walk's dtype; False where a zero between rows met inf or nan."""
        if level < 0 or level > walk_best_level():
            raise ValueError(f"level={level} is not one this machine has; it has 0 to {walk_best_level()}")
        return self._run(y, w, bias, x, level, threads)

    cdef bint _run(self, y, w, bias, x, int level, int threads) except -1:
        cdef Py_buffer views[4]
        cdef int taken = 0
        try:
            for array in (y, w, x, bias):
                if array is not None:
                    PyObject_GetBuffer(array, &views[taken],
                                       PyBUF_C_CONTIGUOUS | (PyBUF_WRITABLE if taken == 2 else 0))
                    taken += 1
            item = self.kind.itemsize
            if (views[0].len != self.y_size * item or views[1].len != self.w_size * item
                    or views[2].len != self.x_size * item
                    or (taken == 4 and views[3].len != self.z.groups * self.z.c_out * item)):
                raise IndexError("the arrays do not have the sizes of the plan")
            return self._walk(views[0].buf, views[1].buf, views[3].buf if taken == 4 else NULL, views[2].buf,
                              level, threads)
        finally:
            while taken:
                taken -= 1
                PyBuffer_Release(&views[taken])

    cdef bint _walk(self, const void *y, const void *w, const void *bias, void *x, int level, int threads) except -1:
        global spare, spare_size
        cdef walk_job job
        cdef walk_worker *workers
        cdef Py_ssize_t size, k
        cdef void *room
        cdef char *at
        cdef walk_worker alone
        cdef bint good = True
        job.plan, job.y, job.w, job.bias, job.x = &self.z, y, w, bias, x
        job.unit = walk_unit_of(self.type, level)
        job.units = self.z.groups * self.z.blocks * self.z.spans
        if self.products < SMALL or threads < 1:
            threads = 1
        threads = <int> min(min(threads, WALK_MOST_THREADS), job.units)
        job.grain = max(job.units // (8 * threads), 1)
        size = threads * self.room_size + LINE
        room, spare = spare, NULL
        if room != NULL and spare_size < size:
            free(room)
            room = NULL
        if room == NULL:
            room = malloc(size)
            spare_size = size
        else:
            size = spare_size
        workers = &alone if threads == 1 else <walk_worker *> calloc(threads, sizeof(walk_worker))
        if room == NULL or workers == NULL:
            free(room)
            if threads > 1:
                free(workers)
            raise MemoryError(f"no memory for {size} bytes to work in")
        at = <char *> ((<uintptr_t> room + LINE - 1) // LINE * LINE)
        for k in range(threads):
            workers[k].job = &job
            workers[k].room.picture = workers[k].room.block = -1
            workers[k].room.image = at
            workers[k].room.buffer = at + self.image_size
            workers[k].room.segment = <walk_segment *> (at + self.image_size + self.buffer_size)
            workers[k].room.row = <walk_row *> (at + self.image_size + self.buffer_size + self.segments_size)
            at += self.room_size
        with nogil:
            walk_run(&job, workers, threads)
            if self.borders:
                good = self._finite(x, self.x_size) if self.x_size < self.w_size else self._finite(w, self.w_size)
        if threads > 1:
            free(workers)
        if spare == NULL and size <= KEPT:
            spare, spare_size = room, size
        else:
            free(room)
        return good

    cdef bint _finite(self, const void *values, Py_ssize_t count) noexcept nogil:
        return (walk_finite_f32(<const float *> values, count) if self.type == 0
                else walk_finite_f64(<const double *> values, count))


cdef object _product(factors):
    result = 1
    for factor in factors:
        result *= factor
    return result


def _check(layout, itemsize):
    """Hold a layout against what _walk.h relies on; everything in Python's own integers.

    A tile reads ``image[tap.y + p + lanes)`` for p below the block, which ``image = max tap.y + block`` holds, and
    ``w[(c, channel), phase_w + tap.w]``, which must be a tap. Rows of y and of x′ are found by counting places and
    comparing with n, places and x, so that strides need only be whole, nested and wide enough.
    """
    z = layout
    axes, block = len(z.n), z.block
    phases = _product(z.step)
    _hold(2 <= axes <= WALK_AXES and all(len(of) == axes for of in (z.places, z.x, z.step, z.off, z.stride)), "axes")
    _hold(min(*z.counts, *z.n, *z.places, *z.x, *z.step, *z.stride, z.taps_of_pair, z.positions) >= 1, "sizes")
    _hold(z.step[0] == 1 and z.off == tuple(o % s for o, s in zip(z.off, z.step)), "offsets")
    _hold(z.x[0] == z.n[0] == z.places[0] and z.off[0] == 0, "batch")
    _hold(z.stride[axes - 1] == 1, "strides")
    for a in range(axes - 1):
        _hold(z.stride[a] % z.stride[a + 1] == 0, "strides")
        _hold(z.stride[a] >= z.stride[a + 1] * z.places[a + 1], "strides")
        _hold(z.copies or z.stride[a] >= z.stride[a + 1] * z.n[a + 1], "strides")
    for a in range(1, axes):
        _hold(z.step[a] * (z.places[a] - 1) <= z.x[a] - 1 + z.off[a] < z.step[a] * z.places[a], "places")
    _hold(z.positions == sum((q - 1) * s for q, s in zip(z.places, z.stride)) + 1, "positions")
    _hold(sorted(z.phase) == list(range(phases)) and len(z.phase_w) == phases, "phases")
    _check_classes(z)
    _hold(block >= 1 and block * itemsize % LINE == 0, "block")     # whole vectors, whatever their length
    _hold(1 <= z.chunk <= z.span and z.span % z.chunk == 0 and 1 <= z.deep <= z.counts[1], "chunk")
    _hold(all(y >= 0 for y, _ in z.taps), "shifts")
    if z.copies:
        _hold(z.table.shape == (z.copies, z.positions) and z.table.dtype == np.int32, "table")
        _hold(all(y % block == 0 and y // block < z.copies for y, _ in z.taps), "copies")
        plane = _product(z.n[1:])
        image = z.counts[0] * z.counts[1] * plane
        table = z.table.astype(np.int64)
        _hold(bool(((table == -1) | ((table >= 0) & (table < z.n[0] * image) & (table % image < plane))).all()), "table")
    largest = max(_product(z.n) * z.counts[0] * z.counts[1], _product(z.x) * z.counts[0] * z.counts[2],
                  z.counts[0] * z.counts[1] * z.counts[2] * z.taps_of_pair,
                  (z.counts[1] + z.span * phases) * (block + max((y for y, _ in z.taps), default=0) + 64),
                  _product(z.n) * z.counts[0] * z.counts[1] * z.counts[2] * z.taps_of_pair,
                  z.stride[0] * (z.n[0] + 2) + abs(z.low) + block)
    _hold(largest * 8 < MOST, "sizes")


def _check_classes(z):
    first_phase = 0
    for start, n_phases, first_tap, n_taps in z.classes:
        _hold(start == first_phase and n_phases >= 1, "classes")
        _hold(0 <= first_tap and 0 <= n_taps and first_tap + n_taps <= len(z.taps), "classes")
        first_phase += n_phases
        for k in range(start, first_phase):
            _hold(k < len(z.phase_w) and z.phase_w[k] >= 0, "classes")
            _hold(all(0 <= z.phase_w[k] + w < z.taps_of_pair for _, w in z.taps[first_tap:first_tap + n_taps]), "taps")
    _hold(first_phase == len(z.phase), "classes")


cdef int _hold(bint what, name) except -1:
    if not what:
        raise IndexError(f"the plan does not hold together: {name}")
    return 0


cdef bint _plain(object word):
    """Whether a word is made of Python's own integers alone: True or 1.0 must not pass for 1 in a cache."""
    if type(word) is int:
        return True
    if type(word) is tuple:
        for part in <tuple> word:
            if not _plain(part):
                return False
        return True
    return False


def key_of(y, w, kind, tuple words):
    """The key under which the walk of a call is kept, or None where a word is no plain integer or tuple of these."""
    return (y.shape, w.shape, kind, words) if _plain(words) else None


def quick(dict walks, y, w, bias, tuple words, int level, int threads):
    """Run a call whose walk is kept; None where it is not, or the arrays need anything done first."""
    if type(y) is not ARRAY or type(w) is not ARRAY:
        return None
    kind = y.dtype
    if w.dtype is not kind or not _plain(words):
        return None
    found = walks.get((y.shape, w.shape, kind, words))
    if found is None or (<Walk> found).kind is not kind:
        return None
    cdef Walk walk = <Walk> found
    if bias is not None and (type(bias) is not ARRAY or bias.dtype is not kind
                             or bias.shape != (walk.z.groups * walk.z.c_out,)):
        return None
    if not (_ready(y) and _ready(w) and (bias is None or _ready(bias))):
        return None
    if walk.type == 2 and not fits(y, w, bias, walk.z.c_in * walk.z.taps):
        return None
    x = EMPTY(walk.x_shape, kind)
    return x if walk._run(y, w, bias, x, level, threads) else None


cdef bint _ready(array):
    cdef object flags = array.flags
    return flags.c_contiguous and flags.aligned


def fits(y, w, bias, Py_ssize_t terms):
    """Whether ``terms·max|w|·max|y| + max|bias|`` of int64 arrays in C order is within int64: no sum can then wrap."""
    bound = terms * largest(y) * largest(w)
    return (bound if bias is None else bound + largest(bias)) <= LARGEST


def largest(array):
    """The largest absolute value of an int64 array in C order; 0 of none."""
    cdef Py_buffer view
    PyObject_GetBuffer(array, &view, PyBUF_C_CONTIGUOUS)
    try:
        return walk_largest(<const int64_t *> view.buf, view.len // sizeof(int64_t))
    finally:
        PyBuffer_Release(&view)
