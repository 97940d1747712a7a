/* The walk for one element type T and one instruction set (see _walk.h, which defines the macros used here). */
#if WALK_VECTORS
typedef T NAME(vector) __attribute__((vector_size(V_BYTES), aligned(T_BYTES), may_alias));
enum { NAME(lanes) = V_BYTES / T_BYTES };
#define ALL(value) ((NAME(vector)){0} + (value))
#else
typedef T NAME(vector);
enum { NAME(lanes) = 1 };
#define ALL(value) (value)
#endif
#define AT(address) (*(NAME(vector) *)(address))
#define SEEN(address) (*(const NAME(vector) *)(address))

/* One tile's worth of rows: their weights, where their sums go, and what these start from (NULL: from what is there). */
typedef struct {
    const T *w[WALK_ROWS];
    T *out[WALK_ROWS];
    T start[WALK_ROWS];
    int first;
    const walk_tap *tap;
    ptrdiff_t n_taps, channels, y_jump, w_jump;
    const char *ahead; /* weights that are wanted next: so many lines for each channel of y */
    ptrdiff_t lines;
} NAME(rows);

/* rows x vectors sums in registers; the counts are constants at every call, so that the loops unroll away. */
TARGET WALK_INLINE void NAME(tile)(const int rows, const int vectors, const int one_tap, const NAME(rows) * z,
                                   const T *y, ptrdiff_t p) {
    const char *ahead = z->ahead;
    NAME(vector) acc[8][8], in[8];
    const T *w[8];
    ptrdiff_t at = one_tap ? z->tap->w : 0;
    const ptrdiff_t w_jump = z->w_jump, y_jump = z->y_jump;
    y += p + (one_tap ? z->tap->y : 0);
#pragma GCC unroll 8
    for (int m = 0; m < rows; m++) {
        w[m] = z->w[m];
#pragma GCC unroll 8
        for (int v = 0; v < vectors; v++)
            if (z->first) acc[m][v] = ALL(z->start[m]);
            else acc[m][v] = SEEN(z->out[m] + p + v * NAME(lanes));
    }
    for (ptrdiff_t c = z->channels; c > 0; c--, y += y_jump, at += w_jump) {
        const walk_tap *tap = z->tap, *end = tap + (one_tap ? 1 : z->n_taps);
        for (ptrdiff_t q = 0; q < z->lines; q++) WALK_AHEAD(ahead + q * WALK_LINE);
        ahead += w_jump * T_BYTES;
        for (; tap < end; tap++) {
            const T *from = one_tap ? y : y + tap->y;
            const ptrdiff_t here = one_tap ? at : at + tap->w;
#pragma GCC unroll 8
            for (int v = 0; v < vectors; v++) in[v] = SEEN(from + v * NAME(lanes));
#pragma GCC unroll 8
            for (int m = 0; m < rows; m++)
#pragma GCC unroll 8
                for (int v = 0; v < vectors; v++) acc[m][v] += w[m][here] * in[v];
        }
    }
#pragma GCC unroll 8
    for (int m = 0; m < rows; m++)
#pragma GCC unroll 8
        for (int v = 0; v < vectors; v++) AT(z->out[m] + p + v * NAME(lanes)) = acc[m][v];
}

/* rows x vectors sums, `vectors` inputs and a weight must fit the vector registers. */
#if MANY_REGISTERS
#define TILES(X) X(1, 8) X(1, 4) X(1, 2) X(1, 1) X(2, 8) X(2, 4) X(2, 2) X(2, 1) X(3, 6) X(3, 4) X(3, 2) X(3, 1) \
    X(4, 6) X(4, 4) X(4, 3) X(4, 2) X(4, 1) X(6, 4) X(6, 3) X(6, 2) X(6, 1) X(8, 3) X(8, 2) X(8, 1)
#else
#define TILES(X) X(1, 8) X(1, 4) X(1, 2) X(1, 1) X(2, 4) X(2, 2) X(2, 1) X(3, 3) X(3, 2) X(3, 1) \
    X(4, 3) X(4, 2) X(4, 1) X(6, 2) X(6, 1)
#endif
typedef void (*NAME(tiling))(const NAME(rows) *, const T *, ptrdiff_t);
#define TILE(M, V)                                                                                              \
    TARGET WALK_NOINLINE void NAME(tile_##M##_##V)(const NAME(rows) * z, const T *y, ptrdiff_t p) {             \
        NAME(tile)(M, V, 0, z, y, p);                                                                           \
    }                                                                                                           \
    TARGET WALK_NOINLINE void NAME(tile_##M##_##V##_1)(const NAME(rows) * z, const T *y, ptrdiff_t p) {         \
        NAME(tile)(M, V, 1, z, y, p);                                                                           \
    }
TILES(TILE)
#undef TILE
#define TILE(M, V) [M][V] = {NAME(tile_##M##_##V), NAME(tile_##M##_##V##_1)},
static const NAME(tiling) NAME(tilings)[WALK_ROWS + 1][WALK_ROWS + 1][2] = {TILES(TILE)};
#undef TILE
#undef TILES

/* The rows of a class and chunk over all vectors of a block. */
TARGET static void NAME(sums)(const int count, NAME(rows) * z, const T *y, ptrdiff_t vectors) {
    const int one = z->n_taps == 1;
    for (ptrdiff_t p = 0; p < vectors;) {
        int v = (int)walk_least(vectors - p, WALK_ROWS);
        while (!NAME(tilings)[count][v][0]) v--;
        NAME(tilings)[count][v][one](z, y, p * NAME(lanes));
        z->lines = 0;
        p += v;
    }
}

/* The image of block `block` of group `group`. */
TARGET static void NAME(lay)(const walk_plan *z, const T *y, walk_room *room, ptrdiff_t group, ptrdiff_t block) {
    T *image = (T *)room->image;
    const ptrdiff_t first = block * z->block, here = walk_least(z->block, z->positions - first);
    const T *plane = y + group * z->c_in * z->y_plane;
    if (z->copies) {
        for (ptrdiff_t c = 0; c < z->c_in; c++, plane += z->y_plane, image += z->y_jump)
            for (ptrdiff_t k = 0; k < z->copies; k++) {
                const int32_t *from = z->table + k * z->positions + first;
                T *to = image + k * z->block;
                for (ptrdiff_t p = 0; p < here; p++) to[p] = from[p] >= 0 ? plane[from[p]] : 0;
                for (ptrdiff_t p = here; p < z->block; p++) to[p] = 0;
            }
        return;
    }
    const ptrdiff_t count = walk_segments(z, first - z->low, z->image, room->segments);
    const walk_segment *s = room->segments;
    ptrdiff_t filled = 0;
    for (ptrdiff_t k = 0; k < count; k++) filled += s[k].length;
    if (filled < z->image) memset(image, 0, (size_t)(z->c_in * z->y_jump) * sizeof(T));
    for (ptrdiff_t c = 0; c < z->c_in; c++, plane += z->y_plane, image += z->y_jump)
        for (ptrdiff_t k = 0; k < count; k++)
            memcpy(image + s[k].to, plane + s[k].from, (size_t)s[k].length * sizeof(T));
}

#if WALK_SHUFFLES
#if V_BYTES / T_BYTES == 16
#define LOW_HALVES 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define HIGH_HALVES 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif V_BYTES / T_BYTES == 8
#define LOW_HALVES 0, 8, 1, 9, 2, 10, 3, 11
#define HIGH_HALVES 4, 12, 5, 13, 6, 14, 7, 15
#elif V_BYTES / T_BYTES == 4
#define LOW_HALVES 0, 4, 1, 5
#define HIGH_HALVES 2, 6, 3, 7
#else
#define LOW_HALVES 0, 2
#define HIGH_HALVES 1, 3
#endif
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, LOW_HALVES)
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, HIGH_HALVES)
#endif

/* x[step*c + r] = rows[r*jump + c] for r < step, c < count. */
TARGET WALK_INLINE void NAME(weave_by)(const ptrdiff_t step, const T *rows, ptrdiff_t jump, ptrdiff_t count, T *x) {
    for (ptrdiff_t c = 0; c < count; c++)
        for (ptrdiff_t r = 0; r < step; r++) x[step * c + r] = rows[r * jump + c];
}

TARGET static void NAME(weave)(ptrdiff_t step, const T *rows, ptrdiff_t jump, ptrdiff_t count, T *x) {
    ptrdiff_t c = 0;
    switch (step) {
    case 1: memcpy(x, rows, (size_t)count * sizeof(T)); return;
    case 2:
#if WALK_SHUFFLES
        for (; c + NAME(lanes) <= count; c += NAME(lanes)) {
            const NAME(vector) a = SEEN(rows + c), b = SEEN(rows + jump + c);
            AT(x + 2 * c) = LOW_PAIRS(a, b);
            AT(x + 2 * c + NAME(lanes)) = HIGH_PAIRS(a, b);
        }
#endif
        NAME(weave_by)(2, rows + c, jump, count - c, x + 2 * c);
        return;
    case 4:
#if WALK_SHUFFLES
        for (; c + NAME(lanes) <= count; c += NAME(lanes)) {
            const NAME(vector) a = SEEN(rows + c), b = SEEN(rows + jump + c);
            const NAME(vector) d = SEEN(rows + 2 * jump + c), e = SEEN(rows + 3 * jump + c);
            const NAME(vector) f = LOW_PAIRS(a, d), g = HIGH_PAIRS(a, d), h = LOW_PAIRS(b, e), i = HIGH_PAIRS(b, e);
            AT(x + 4 * c) = LOW_PAIRS(f, h);
            AT(x + 4 * c + NAME(lanes)) = HIGH_PAIRS(f, h);
            AT(x + 4 * c + 2 * NAME(lanes)) = LOW_PAIRS(g, i);
            AT(x + 4 * c + 3 * NAME(lanes)) = HIGH_PAIRS(g, i);
        }
#endif
        NAME(weave_by)(4, rows + c, jump, count - c, x + 4 * c);
        return;
    case 3: NAME(weave_by)(3, rows, jump, count, x); return;
    case 5: NAME(weave_by)(5, rows, jump, count, x); return;
    case 8: NAME(weave_by)(8, rows, jump, count, x); return;
    default: NAME(weave_by)(step, rows, jump, count, x);
    }
}

/* A row of x from its places [low, high): those whose phases all lie in the row are woven at once. */
TARGET static void NAME(row)(ptrdiff_t step, ptrdiff_t off, ptrdiff_t length, const T *rows, ptrdiff_t jump,
                             ptrdiff_t low, ptrdiff_t high, T *x) {
    ptrdiff_t c = low;
    const ptrdiff_t whole = walk_least(high, (length + off) / step);
    for (; c < high && (c < whole ? step * c < off : 1); c++)
        for (ptrdiff_t r = 0; r < step; r++) {
            const ptrdiff_t j = step * c + r - off;
            if (j >= 0 && j < length) x[j] = rows[r * jump + c - low];
        }
    if (c < whole) {
        NAME(weave)(step, rows + (c - low), jump, whole - c, x + (step * c - off));
        if (whole < high) NAME(row)(step, off, length, rows + (whole - low), jump, whole, high, x);
    }
}

/* All rows of x that a block reaches, for channels [first, first + count) of a group. */
TARGET static void NAME(out)(const walk_plan *z, const T *buffer, T *x, ptrdiff_t group, ptrdiff_t first,
                             ptrdiff_t count, ptrdiff_t block) {
    const int last = z->axes - 1;
    const ptrdiff_t begin = block * z->block, end = walk_least(begin + z->block, z->positions);
    const ptrdiff_t pitch = z->stride[last - 1], step = z->step[last], outer = z->phases / step;
    ptrdiff_t digit[WALK_AXES], at = begin / pitch * pitch, rest = at;
    for (int a = 0; a < last; a++) {
        digit[a] = rest / z->stride[a];
        rest %= z->stride[a];
    }
    for (; at < end; at += pitch) {
        const ptrdiff_t low = walk_most(begin - at, 0), high = walk_least(end - at, z->places[last]);
        int inside = low < high;
        for (int a = 0; a < last; a++) inside &= digit[a] < z->places[a];
        for (ptrdiff_t f = 0; inside && f < outer; f++) {
            ptrdiff_t row = 0, left = f, span = outer;
            int there = 1;
            for (int a = 1; a < last; a++) {
                span /= z->step[a];
                const ptrdiff_t j = z->step[a] * digit[a] + left / span - z->off[a];
                left %= span;
                there &= j >= 0 && j < z->x[a];
                row = row * z->x[a] + j;
            }
            if (!there) continue;
            const T *from = buffer + f * step * z->block + (at + low - begin);
            T *to = x + ((digit[0] * z->groups + group) * z->c_out + first) * z->x_plane + row * z->x[last];
            for (ptrdiff_t c = 0; c < count; c++, from += z->phases * z->block, to += z->x_plane)
                NAME(row)(step, z->off[last], z->x[last], from, z->block, low, high, to);
        }
        for (int a = last - 1; a >= 0; a--) {
            digit[a]++;
            if (a == 0 || digit[a] * z->stride[a] < z->stride[a - 1]) break;
            digit[a] = 0;
        }
    }
}

/* How many rows the next tile takes of those that are left: none is left alone that need not be. */
static inline int NAME(take)(ptrdiff_t left) {
#if MANY_REGISTERS
    if (left >= 16 || left == 8 || left == 11 || left == 14) return 8;
    if (left >= 9 || left == 6) return 6;
#else
    if (left >= 9 || left == 6) return 6;
    if (left == 8) return 4;
#endif
    if (left == 7 || left == 4) return 4;
    return left == 5 ? 3 : (int)left;
}

/* Block, group and chunk number `unit`: lay the image (unless it is there), sum class by class, weave. */
TARGET static void NAME(unit)(const walk_plan *z, const void *y_, const void *w_, const void *bias_, void *x_,
                              walk_room *room, ptrdiff_t unit) {
    const T *bias = (const T *)bias_, *image = (const T *)room->image;
    T *buffer = (T *)room->buffer;
    const ptrdiff_t chunk = unit % z->chunks, picture = unit / z->chunks, block = picture % z->blocks;
    const ptrdiff_t group = picture / z->blocks, first = chunk * z->chunk;
    const ptrdiff_t channels = walk_least(z->chunk, z->c_out - first);
    const ptrdiff_t here = walk_least(z->block, z->positions - block * z->block);
    const T *w = (const T *)w_ + (group * z->c_in * z->c_out + first) * z->taps;
    NAME(rows) rows;
    if (room->held != picture) {
        NAME(lay)(z, (const T *)y_, room, group, block);
        room->held = picture;
    }
    rows.y_jump = z->y_jump;
    rows.w_jump = z->c_out * z->taps;
    for (ptrdiff_t from = 0; from < z->c_in; from += z->deep) {
        const int more = from + z->deep < z->c_in;
        const char *ahead = (const char *)(w + (more ? (from + z->deep) * rows.w_jump : z->chunk * z->taps));
        ptrdiff_t left = z->lines;
        rows.first = from == 0;
        rows.channels = walk_least(z->deep, z->c_in - from);
        for (ptrdiff_t k = 0; k < z->classes; k++) {
            const walk_class *of = &z->class_[k];
            const ptrdiff_t total = channels * of->n_phases;
            rows.tap = z->tap + of->first_tap;
            rows.n_taps = of->n_taps;
            ptrdiff_t channel = 0, phase = 0;
            for (ptrdiff_t row = 0; row < total;) {
                const int take = NAME(take)(total - row);
                for (int m = 0; m < take; m++) {
                    const ptrdiff_t f = of->first_phase + phase;
                    rows.w[m] = w + from * rows.w_jump + channel * z->taps + z->phase_w[f];
                    rows.out[m] = buffer + (channel * z->phases + z->phase[f]) * z->block;
                    rows.start[m] = bias ? bias[group * z->c_out + first + channel] : 0;
                    if (++phase == of->n_phases) {
                        phase = 0;
                        channel++;
                    }
                }
                rows.lines = walk_least(left, z->lines_each);
                rows.ahead = ahead + (z->lines - left) * WALK_LINE;
                left -= rows.lines;
                NAME(sums)(take, &rows, image + from * z->y_jump, (here + NAME(lanes) - 1) / NAME(lanes));
                row += take;
            }
        }
    }
    NAME(out)(z, buffer, (T *)x_, group, first, channels, block);
}

#undef ALL
#undef AT
#undef SEEN
#undef LOW_HALVES
#undef HIGH_HALVES
#undef LOW_PAIRS
#undef HIGH_PAIRS
