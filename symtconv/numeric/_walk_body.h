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
    walk_ahead *x, *y;
} NAME(rows);

/* rows x vectors sums in registers; the counts are constants at every call, so that the loops unroll away. */
TARGET WALK_INLINE void NAME(tile)(const int rows, const int vectors, const int one_tap, const NAME(rows) * z,
                                   const T *y, ptrdiff_t p) {
    NAME(vector) acc[8][8], in[8];
    const T *w[8];
    const T *ahead = (const T *)z->ahead - (one_tap ? z->tap->w : 0);
    const ptrdiff_t w_jump = z->w_jump, y_jump = z->y_jump, lines = z->lines;
    ptrdiff_t at = one_tap ? z->tap->w : 0;
    const ptrdiff_t end = at + z->channels * w_jump;
    y += p + (one_tap ? z->tap->y : 0);
#pragma GCC unroll 8
    for (int m = 0; m < rows; m++) {
        w[m] = z->w[m];
#pragma GCC unroll 8
        for (int v = 0; v < vectors; v++)
            if (z->first) acc[m][v] = ALL(z->start[m]);
            else acc[m][v] = SEEN(z->out[m] + p + v * NAME(lanes));
    }
    for (; at < end; at += w_jump, y += y_jump) {
        WALK_ONE_INDEX(at); /* or the compiler keeps a pointer for each row and runs out of registers */
        for (ptrdiff_t q = 0; q < lines; q++) WALK_AHEAD((const char *)(ahead + at) + q * WALK_LINE);
        const walk_tap *tap = z->tap, *last = tap + (one_tap ? 1 : z->n_taps);
        for (; tap < last; tap++) {
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
#define TILES(X) X(1, 8) X(1, 4) X(1, 3) X(1, 2) X(1, 1) X(2, 8) X(2, 4) X(2, 3) X(2, 2) X(2, 1) X(3, 6) X(3, 4) X(3, 2) X(3, 1) \
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

/* One tile's rows over vectors [p, end) of a block. */
TARGET static void NAME(sums)(const int count, NAME(rows) * z, const T *y, ptrdiff_t p, ptrdiff_t end) {
    const int one = z->n_taps == 1;
    while (p < end) {
        int v = (int)walk_least(end - p, WALK_ROWS);
        while (!NAME(tilings)[count][v][0]) v--;
        walk_go_ahead(z->x);
        walk_go_ahead(z->y);
        NAME(tilings)[count][v][one](z, y, p * NAME(lanes));
        z->lines = 0;
        p += v;
    }
}

/* Several tiles' rows: a stretch of the image goes through all of them while it is in the first cache. */
TARGET static void NAME(group)(const int count, const int *rows, NAME(rows) * z, const T *y, ptrdiff_t vectors) {
    const ptrdiff_t stretch = count == 1 ? vectors : rows[0] < 4 ? 24 : WALK_STRETCH;
    for (ptrdiff_t p = 0; p < vectors; p += stretch)
        for (int k = 0; k < count; k++) NAME(sums)(rows[k], &z[k], y, p, walk_least(p + stretch, vectors));
}

/* Fewer entries than two vectors hold, by halves: no call and nothing past the end. */
TARGET WALK_INLINE void NAME(few)(T *to, const T *from, ptrdiff_t count) {
#pragma GCC unroll 5
    for (int size = NAME(lanes); size; size /= 2)
        if (count & size) {
            memcpy(to, from, (size_t)size * T_BYTES);
            to += size;
            from += size;
        }
}

TARGET WALK_INLINE void NAME(copy)(T *to, const T *from, ptrdiff_t count) {
    if (count < NAME(lanes)) {
        NAME(few)(to, from, count);
        return;
    }
    for (ptrdiff_t k = 0; k < count - NAME(lanes); k += NAME(lanes)) AT(to + k) = SEEN(from + k);
    AT(to + count - NAME(lanes)) = SEEN(from + count - NAME(lanes));
}

/* The image of block `block` of group `group`. What lies between the rows is the same for every group. */
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
    if (room->block != block) {
        ptrdiff_t filled = 0;
        room->segments = walk_segments(z, first - z->low, z->image, room->segment);
        for (ptrdiff_t k = 0; k < room->segments; k++) filled += room->segment[k].length;
        if (filled < z->image) memset(image, 0, (size_t)(z->c_in * z->y_jump) * sizeof(T));
    }
    for (ptrdiff_t c = 0; c < z->c_in; c++, plane += z->y_plane, image += z->y_jump)
        for (const walk_segment *s = room->segment; s < room->segment + room->segments; s++)
            NAME(copy)(image + s->to, plane + s->from, s->length);
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

/* x[step*c + r] = rows[r*jump + c] for r < step, c < count; step is a constant at every call. */
TARGET WALK_INLINE void NAME(weave)(const ptrdiff_t step, const T *rows, ptrdiff_t jump, ptrdiff_t count, T *x) {
    ptrdiff_t c = 0;
    if (step == 1) {
        NAME(copy)(x, rows, count);
        return;
    }
#if WALK_SHUFFLES
    const ptrdiff_t lanes = NAME(lanes);
    if (step == 2) {
        for (; c < count; c += lanes) { /* the last vector may read past the places, never past the buffer */
            const NAME(vector) a = SEEN(rows + c), b = SEEN(rows + jump + c);
            if (count - c < lanes) {
                T last[2 * NAME(lanes)];
                AT(last) = LOW_PAIRS(a, b);
                AT(last + lanes) = HIGH_PAIRS(a, b);
                NAME(few)(x + 2 * c, last, 2 * (count - c));
                return;
            }
            AT(x + 2 * c) = LOW_PAIRS(a, b);
            AT(x + 2 * c + lanes) = HIGH_PAIRS(a, b);
        }
        return;
    }
    if (step == 4)
        for (; c + lanes <= count; c += lanes) {
            const NAME(vector) a = SEEN(rows + c), b = SEEN(rows + jump + c);
            const NAME(vector) d = SEEN(rows + 2 * jump + c), e = SEEN(rows + 3 * jump + c);
            const NAME(vector) f = LOW_PAIRS(a, d), g = HIGH_PAIRS(a, d), h = LOW_PAIRS(b, e), i = HIGH_PAIRS(b, e);
            AT(x + 4 * c) = LOW_PAIRS(f, h);
            AT(x + 4 * c + lanes) = HIGH_PAIRS(f, h);
            AT(x + 4 * c + 2 * lanes) = LOW_PAIRS(g, i);
            AT(x + 4 * c + 3 * lanes) = HIGH_PAIRS(g, i);
        }
#endif
    for (; c < count; c++)
        for (ptrdiff_t r = 0; r < step; r++) x[step * c + r] = rows[r * jump + c];
}

/* The phases of one place at an end of a row, as far as the row goes. */
TARGET static void NAME(end)(ptrdiff_t step, const T *rows, ptrdiff_t jump, ptrdiff_t first, ptrdiff_t length, T *x) {
    for (ptrdiff_t r = walk_most(-first, 0); r < step && first + r < length; r++) x[first + r] = rows[r * jump];
}

/* The rows of x that a block reaches, for `count` channels: places whose phases all lie in the row are woven at once,
 * the first and the last may not. */
TARGET WALK_INLINE void NAME(out_by)(const ptrdiff_t step, const walk_plan *z, const walk_room *room, T *x,
                                     ptrdiff_t count) {
    const T *buffer = (const T *)room->buffer;
    const ptrdiff_t off = z->off[z->axes - 1], length = z->x[z->axes - 1], jump = z->block;
    const ptrdiff_t first = off > 0, last = (length + off) / step;
    for (ptrdiff_t c = 0; c < count; c++, x += z->x_plane, buffer += z->phases * jump)
        for (const walk_row *r = room->row; r < room->row + room->rows; r++) {
            const ptrdiff_t low = walk_most(r->low, first), high = walk_least(r->high, last);
            const T *rows = buffer + r->from - r->low;
            if (r->low < low) NAME(end)(step, rows + r->low, jump, step * r->low - off, length, x + r->to);
            if (low < high) NAME(weave)(step, rows + low, jump, high - low, x + r->to + (step * low - off));
            if (r->high > walk_most(high, low)) 
                NAME(end)(step, rows + r->high - 1, jump, step * (r->high - 1) - off, length, x + r->to);
        }
}

TARGET static void NAME(out)(const walk_plan *z, walk_room *room, T *x, ptrdiff_t count) {
    switch (z->step[z->axes - 1]) {
    case 1: NAME(out_by)(1, z, room, x, count); return;
    case 2: NAME(out_by)(2, z, room, x, count); return;
    case 3: NAME(out_by)(3, z, room, x, count); return;
    case 4: NAME(out_by)(4, z, room, x, count); return;
    case 5: NAME(out_by)(5, z, room, x, count); return;
    case 8: NAME(out_by)(8, z, room, x, count); return;
    default: NAME(out_by)(z->step[z->axes - 1], z, room, x, count);
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

/* The sums of one chunk and turn of channels of y. `w` is at the first of both; `common` is what all rows share. */
TARGET static void NAME(turn)(const walk_plan *z, const NAME(rows) * common, const T *w, const T *bias, const T *image,
                              T *buffer, ptrdiff_t channels, ptrdiff_t vectors, const char *ahead) {
    NAME(rows) group[WALK_GROUP];
    int takes[WALK_GROUP], held = 0;
    ptrdiff_t left = z->lines;
    for (ptrdiff_t k = 0; k < z->classes; k++) {
        const walk_class *of = &z->class_[k];
        const ptrdiff_t total = channels * of->n_phases;
        ptrdiff_t channel = 0, phase = 0;
        for (ptrdiff_t row = 0; row < total; row += takes[held++]) {
            if (held == WALK_GROUP) {
                NAME(group)(held, takes, group, image, vectors);
                held = 0;
            }
            NAME(rows) *rows = &group[held];
            const int take = takes[held] = NAME(take)(total - row);
            for (int m = 0; m < take; m++) {
                const ptrdiff_t f = of->first_phase + phase;
                rows->w[m] = w + channel * z->taps + z->phase_w[f];
                rows->out[m] = buffer + (channel * z->phases + z->phase[f]) * z->block;
                rows->start[m] = bias ? bias[channel] : 0;
                if (++phase == of->n_phases) {
                    phase = 0;
                    channel++;
                }
            }
            rows->first = common->first;
            rows->tap = z->tap + of->first_tap;
            rows->n_taps = of->n_taps;
            rows->channels = common->channels;
            rows->y_jump = common->y_jump;
            rows->w_jump = common->w_jump;
            rows->x = common->x;
            rows->y = common->y;
            rows->lines = walk_least(left, z->lines_each);
            rows->ahead = ahead + (z->lines - left) * WALK_LINE;
            left -= rows->lines;
        }
    }
    NAME(group)(held, takes, group, image, vectors);
}

/* Aim at what a unit will write, where that is nearly one piece for each channel, and, once an image, at what the next
 * image will be laid from: the next group's, or what follows. */
TARGET static void NAME(aim)(const walk_plan *z, walk_room *room, const T *x, const T *y, ptrdiff_t channels,
                             int fresh) {
    const ptrdiff_t step = z->step[z->axes - 1];
    /* rows of tiles times tiles of a row */
    const ptrdiff_t tiles = walk_most(channels * z->phases / 8, 1) * walk_most(z->block / NAME(lanes) / 3, 1);
    ptrdiff_t low = PTRDIFF_MAX, high = 0, sum = 0;
    room->x.lines = 0;
    if (fresh) room->y.lines = 0;
    if (channels * z->phases * z->block * T_BYTES < WALK_WORTH) return;
    for (const walk_row *r = room->row; r < room->row + room->rows; r++) {
        low = walk_least(low, r->to + step * r->low);
        high = walk_most(high, r->to + step * r->high);
        sum += step * (r->high - r->low);
    }
    if (room->rows && high - low <= sum + sum / 4)
        walk_aim(&room->x, (const char *)(x + low), (high - low) * T_BYTES, z->x_plane * T_BYTES, channels, tiles);
    if (fresh && !z->copies && room->segments) {
        const walk_segment *first = room->segment, *last = first + room->segments - 1;
        const ptrdiff_t end = last->from + last->length;
        const ptrdiff_t from = z->groups > 1 ? first->from + z->c_in * z->y_plane : end;
        const ptrdiff_t length = z->groups > 1 ? end - first->from : walk_least(z->block, z->y_plane - end);
        walk_aim(&room->y, (const char *)(y + from), length * T_BYTES, z->y_plane * T_BYTES, z->c_in, tiles * z->spans);
    }
}

/* Block, group and span number `unit`: lay the image (unless it is there), sum turn by turn, weave. */
TARGET static void NAME(unit)(const walk_plan *z, const void *y, const void *w_, const void *bias_, void *x,
                              walk_room *room, ptrdiff_t unit) {
    const ptrdiff_t picture = z->spans == 1 ? unit : unit / z->spans; /* a division is a good part of a small unit */
    const ptrdiff_t block = z->blocks == 1 ? 0 : picture / z->groups, group = picture - block * z->groups;
    const ptrdiff_t first = (unit - picture * z->spans) * z->span, end = walk_least(z->span, z->c_out - first);
    const ptrdiff_t here = walk_least(z->block, z->positions - block * z->block);
    const T *w = (const T *)w_ + (group * z->c_in * z->c_out + first) * z->taps;
    const T *bias = bias_ ? (const T *)bias_ + group * z->c_out + first : NULL;
    NAME(rows) rows;
    const int fresh = room->picture != picture;
    if (fresh) NAME(lay)(z, (const T *)y, room, group, block);
    if (room->block != block)
        room->rows = walk_rows(z, block * z->block, walk_least((block + 1) * z->block, z->positions), room->row);
    room->picture = picture;
    room->block = block;
    NAME(aim)(z, room, (const T *)x + (group * z->c_out + first) * z->x_plane,
              (const T *)y + group * z->c_in * z->y_plane, end, fresh);
    rows.x = &room->x;
    rows.y = &room->y;
    rows.y_jump = z->y_jump;
    rows.w_jump = z->c_out * z->taps;
    for (ptrdiff_t from = 0; from < z->c_in; from += z->deep) {
        rows.first = from == 0;
        rows.channels = walk_least(z->deep, z->c_in - from);
        for (ptrdiff_t c = 0; c < end; c += z->chunk) {
            const T *here_w = w + from * rows.w_jump + c * z->taps;
            const T *next = c + z->chunk < end || from + z->deep >= z->c_in ? here_w + z->chunk * z->taps
                                                                           : w + (from + z->deep) * rows.w_jump;
            if (from + z->deep >= z->c_in && c + z->chunk >= end) next = w + z->span * z->taps;
            NAME(turn)(z, &rows, here_w, bias ? bias + c : NULL, (const T *)room->image + from * z->y_jump,
                       (T *)room->buffer + c * z->phases * z->block, walk_least(z->chunk, end - c),
                       (here + NAME(lanes) - 1) / NAME(lanes), (const char *)next);
        }
    }
    NAME(out)(z, room, (T *)x + (group * z->c_out + first) * z->x_plane, end);
}

#undef ALL
#undef AT
#undef SEEN
#undef LOW_HALVES
#undef HIGH_HALVES
#undef LOW_PAIRS
#undef HIGH_PAIRS
