/* The tiles for one element type T and one instruction set (see _tile.h, which defines the macros used here).
 *
 * wide:   `rows` channels x `vectors` vectors of neighbouring places; each weight is broadcast.
 * narrow: one vector of channels x `places` places, for what is shorter than a vector; each y is broadcast.
 * single: one vector of channels at one place, as at the ends of every row.
 * All keep their sums in registers: the counts are constants at every call, so the loops unroll away.
 */
#if TILE_VECTORS
typedef T NAME(vector) __attribute__((vector_size(V_BYTES), aligned(sizeof(T)), may_alias));
enum { NAME(lanes) = V_BYTES / sizeof(T) };

TARGET TILE_INLINE void NAME(wide)(const int rows, const int vectors, const T *y, const T *w, const T *bias, T *x,
                                   const tile_sum *sum) {
    NAME(vector) acc[8][4], in[4];
#pragma GCC unroll 8
    for (int m = 0; m < rows; m++)
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) acc[m][v] = (NAME(vector)){0} + bias[m];
    for (ptrdiff_t c = 0; c < sum->channels; c++, y += sum->y_jump, w += sum->w_jump)
        for (ptrdiff_t p = 0; p < sum->n_steps; p++) {
            const T *from = y + sum->steps[p].y, *weights = w + sum->steps[p].w;
#pragma GCC unroll 4
            for (int v = 0; v < vectors; v++) in[v] = *(const NAME(vector) *)(from + v * NAME(lanes));
#pragma GCC unroll 8
            for (int m = 0; m < rows; m++)
#pragma GCC unroll 4
                for (int v = 0; v < vectors; v++) acc[m][v] += weights[m] * in[v];
        }
#pragma GCC unroll 8
    for (int m = 0; m < rows; m++)
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) *(NAME(vector) *)(x + m * sum->x_jump + v * NAME(lanes)) = acc[m][v];
}

typedef T NAME(channels16) __attribute__((vector_size(16 * sizeof(T)), aligned(sizeof(T)), may_alias));
typedef T NAME(channels8) __attribute__((vector_size(8 * sizeof(T)), aligned(sizeof(T)), may_alias));
typedef T NAME(channels4) __attribute__((vector_size(4 * sizeof(T)), aligned(sizeof(T)), may_alias));
typedef T NAME(channels2) __attribute__((vector_size(2 * sizeof(T)), aligned(sizeof(T)), may_alias));
#define TILE_UNROLL _Pragma("GCC unroll 8")
#else
#define TILE_UNROLL
#endif
typedef T NAME(channels1);

/* A single place has but one sum, which would wait for itself: four input channels take turns at four sums. */
#define TILE_NARROW(rows)                                                                                           \
    TARGET TILE_INLINE void NAME(narrow##rows)(const int places, const T *y, const T *w, const T *bias, T *x,       \
                                               const tile_sum *sum) {                                              \
        NAME(channels##rows) acc[8], weights;                                                                       \
        T out[rows];                                                                                                \
        memcpy(&weights, bias, sizeof(weights));                                                                    \
        TILE_UNROLL                                                                                                 \
        for (int p = 0; p < places; p++) acc[p] = weights;                                                          \
        for (ptrdiff_t c = 0; c < sum->channels; c++, y += sum->y_jump, w += sum->w_jump)                           \
            for (ptrdiff_t t = 0; t < sum->n_steps; t++) {                                                          \
                const T *from = y + sum->steps[t].y;                                                                \
                memcpy(&weights, w + sum->steps[t].w, sizeof(weights));                                             \
                TILE_UNROLL                                                                                         \
                for (int p = 0; p < places; p++) acc[p] += weights * from[p];                                       \
            }                                                                                                       \
        TILE_UNROLL                                                                                                 \
        for (int p = 0; p < places; p++) {                                                                          \
            memcpy(out, &acc[p], sizeof(out));                                                                      \
            for (int m = 0; m < rows; m++) x[m * sum->x_jump + p] = out[m];                                         \
        }                                                                                                           \
    }                                                                                                               \
    TARGET TILE_INLINE void NAME(single##rows)(const T *y, const T *w, const T *bias, T *x, const tile_sum *sum) {  \
        NAME(channels##rows) acc[4], weights;                                                                       \
        T out[rows];                                                                                                \
        ptrdiff_t c = 0;                                                                                            \
        memset(acc, 0, sizeof(acc));                                                                                \
        memcpy(&acc[0], bias, sizeof(weights));                                                                     \
        for (; c + 4 <= sum->channels; c += 4, y += 4 * sum->y_jump, w += 4 * sum->w_jump)                          \
            for (ptrdiff_t t = 0; t < sum->n_steps; t++) {                                                          \
                TILE_UNROLL                                                                                         \
                for (int q = 0; q < 4; q++) {                                                                       \
                    memcpy(&weights, w + q * sum->w_jump + sum->steps[t].w, sizeof(weights));                       \
                    acc[q] += weights * y[q * sum->y_jump + sum->steps[t].y];                                       \
                }                                                                                                   \
            }                                                                                                       \
        for (; c < sum->channels; c++, y += sum->y_jump, w += sum->w_jump)                                          \
            for (ptrdiff_t t = 0; t < sum->n_steps; t++) {                                                          \
                memcpy(&weights, w + sum->steps[t].w, sizeof(weights));                                             \
                acc[0] += weights * y[sum->steps[t].y];                                                             \
            }                                                                                                       \
        acc[0] += acc[1] + acc[2] + acc[3];                                                                         \
        memcpy(out, &acc[0], sizeof(out));                                                                          \
        for (int m = 0; m < rows; m++) x[m * sum->x_jump] = out[m];                                                 \
    }

/* The last tile of a row is laid over its end and repeats places already done: nothing outside [0, places) is read or
 * written, whatever `places` is. */
#define TILE_CHUNKS(tile, most)                                                      \
    {                                                                                \
        ptrdiff_t p = 0;                                                             \
        for (; p + (most) <= places; p += (most)) tile(most, y + p, w, bias, x + p, sum); \
        if (p < places) {                                                            \
            p = places - (most);                                                     \
            tile(most, y + p, w, bias, x + p, sum);                                  \
        }                                                                            \
    }

#define TILE_SHORT_ROW(rows)                                                                                        \
    TILE_NARROW(rows)                                                                                               \
    TARGET static void NAME(short##rows)(ptrdiff_t places, const T *y, const T *w, const T *bias, T *x,             \
                                         const tile_sum *sum) {                                                    \
        if (places >= 8) TILE_CHUNKS(NAME(narrow##rows), 8)                                                         \
        else if (places >= 4) TILE_CHUNKS(NAME(narrow##rows), 4)                                                    \
        else for (ptrdiff_t p = 0; p < places; p++) NAME(single##rows)(y + p, w, bias, x + p, sum);                 \
    }

#if TILE_VECTORS
#define TILE_ROW(rows, most)                                                                                        \
    TILE_SHORT_ROW(rows)                                                                                            \
    TARGET static void NAME(row##rows)(ptrdiff_t places, const T *y, const T *w, const T *bias, T *x,               \
                                       const tile_sum *sum) {                                                      \
        const ptrdiff_t lanes = NAME(lanes);                                                                        \
        ptrdiff_t p = 0;                                                                                            \
        if (places < lanes) {                                                                                       \
            NAME(short##rows)(places, y, w, bias, x, sum);                                                          \
            return;                                                                                                 \
        }                                                                                                           \
        for (; p + most * lanes <= places; p += most * lanes) NAME(wide)(rows, most, y + p, w, bias, x + p, sum);   \
        if (most > 2 && p + 2 * lanes <= places) {                                                                  \
            NAME(wide)(rows, 2, y + p, w, bias, x + p, sum);                                                        \
            p += 2 * lanes;                                                                                         \
        }                                                                                                           \
        for (; p + lanes <= places; p += lanes) NAME(wide)(rows, 1, y + p, w, bias, x + p, sum);                    \
        if (p < places) {                                                                                           \
            p = places - lanes;                                                                                     \
            NAME(wide)(rows, 1, y + p, w, bias, x + p, sum);                                                        \
        }                                                                                                           \
    }
/* Wide tiles have no registers for so many rows and do them in two halves; narrow ones profit from them. */
#define TILE_ROW_HALVED(rows, half)                                                                                 \
    TILE_SHORT_ROW(rows)                                                                                            \
    TARGET static void NAME(row##rows)(ptrdiff_t places, const T *y, const T *w, const T *bias, T *x,               \
                                       const tile_sum *sum) {                                                      \
        if (places < NAME(lanes)) {                                                                                 \
            NAME(short##rows)(places, y, w, bias, x, sum);                                                          \
            return;                                                                                                 \
        }                                                                                                           \
        NAME(row##half)(places, y, w, bias, x, sum);                                                                \
        NAME(row##half)(places, y, w + half, bias + half, x + half * sum->x_jump, sum);                             \
    }
#else
#define TILE_ROW(rows, most)                                                                                        \
    TILE_SHORT_ROW(rows)                                                                                            \
    TARGET static void NAME(row##rows)(ptrdiff_t places, const T *y, const T *w, const T *bias, T *x,               \
                                       const tile_sum *sum) {                                                      \
        NAME(short##rows)(places, y, w, bias, x, sum);                                                              \
    }
#endif

/* rows x most sums, `most` inputs and one weight must fit the vector registers: 32 of them, or 16. */
TILE_ROW(1, 4)
#if MOST_ROWS >= 8
TILE_ROW(2, 4)
#if MOST_ROWS == 16
TILE_ROW(4, 4)
TILE_ROW(8, 3)
TILE_ROW_HALVED(16, 8)
#else
TILE_ROW(4, 2)
TILE_ROW_HALVED(8, 4)
#endif
#endif

TARGET static void NAME(row)(int rows, ptrdiff_t places, const T *y, const T *w, const T *bias, T *x,
                             const tile_sum *sum) {
    switch (rows) {
#if MOST_ROWS == 16
    case 16: NAME(row16)(places, y, w, bias, x, sum); return;
#endif
#if MOST_ROWS >= 8
    case 8: NAME(row8)(places, y, w, bias, x, sum); return;
    case 4: NAME(row4)(places, y, w, bias, x, sum); return;
    case 2: NAME(row2)(places, y, w, bias, x, sum); return;
#endif
    default: NAME(row1)(places, y, w, bias, x, sum); return;
    }
}

/* packed[t*rows + m] = w[m*taps + t]: the weights of one input channel, those of a block's channels side by side. */
TARGET static void NAME(pack)(ptrdiff_t rows, ptrdiff_t taps, const T *w, T *packed) {
    for (ptrdiff_t t = 0; t < taps; t++)
        for (ptrdiff_t m = 0; m < rows; m++) packed[t * rows + m] = w[m * taps + t];
}

/* x[r + step*c] = phases[r*jump + c] for r < step, as far as x (of `length` entries) goes; step <= length. */
TARGET static void NAME(weave)(ptrdiff_t step, ptrdiff_t length, const T *phases, ptrdiff_t jump, T *x) {
    const ptrdiff_t whole = length / step;
    if (step == 2) {
        const T *even = phases, *odd = phases + jump;
        for (ptrdiff_t c = 0; c < whole; c++) {
            x[2 * c] = even[c];
            x[2 * c + 1] = odd[c];
        }
        if (length % 2) x[length - 1] = even[whole];
        return;
    }
    for (ptrdiff_t r = 0; r < step; r++)
        for (ptrdiff_t c = 0; r + step * c < length; c++) x[r + step * c] = phases[r * jump + c];
}

#undef TILE_NARROW
#undef TILE_CHUNKS
#undef TILE_SHORT_ROW
#undef TILE_ROW
#undef TILE_ROW_HALVED
#undef TILE_UNROLL
