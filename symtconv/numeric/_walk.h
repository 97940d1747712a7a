/* The compiled walk: x' = C^T y from weights read where they lie, by phases, with no zero inserted.
 *
 * Places. x'[s*q + r - off] is phase r at place q; the places of all axes (the batch is axis 0) are numbered in one
 * line, position = sum of q[a]*stride[a], and so are the entries of y. An axis is as long on that line as its places
 * or its entries with the zeros that lie between two rows: every tap of every phase is then one shift along the line,
 * and all places are one run.
 *
 * Image. For a block of positions the entries of y are laid out along the line, zeros between ("line"), or, where a
 * layer is smaller than a vector or two, once for each shift ("dense", by a table).
 *
 * Rows. One (channel, phase) pair is a row of sums. Phases whose taps have the same shifts form a class; rows of a
 * class are computed together, several rows times several vectors of positions in registers:
 *
 *     out[m][p] = start[m] + sum over c < channels, taps (ty, tw) of  w[m][c*w_jump + tw] * image[c*y_jump + ty + p]
 *
 * The phases of a block go to a buffer and are woven into x' from there, each entry of x' written once.
 *
 * Nothing is checked here: _walk.pyx holds every plan against the inequalities that make this safe, once, when it is
 * made. The same text (_walk_body.h) is compiled for each element type and instruction set; the set is chosen when
 * the program runs. Without GNU vectors (MSVC, or SYMTCONV_PLAIN) vectors of one entry remain.
 */
#ifndef SYMTCONV_WALK_H
#define SYMTCONV_WALK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define WALK_AXES 8 /* the batch and seven more */
#define WALK_ROWS 8 /* the most rows of a tile */
#define WALK_LINE 64
#define WALK_GROUP 16  /* tiles' rows that go over a stretch of the image together */
#define WALK_STRETCH 6 /* vectors of it */
#define WALK_WORTH (1 << 13) /* bytes of x that are worth being fetched before they are written */

typedef struct {
    ptrdiff_t y, w;
} walk_tap;

typedef struct {
    ptrdiff_t first_phase, n_phases; /* in the plan's order of phases */
    ptrdiff_t first_tap, n_taps;
} walk_class;

typedef struct {
    ptrdiff_t from, to, length; /* entries of y that are neighbours in the image too */
} walk_segment;

typedef struct {
    ptrdiff_t from, to, low, high; /* places [low, high) of a row of x': where in the buffer, where in its plane */
} walk_row;

typedef struct {
    ptrdiff_t groups, c_in, c_out, taps; /* of one group; taps of one pair of channels */
    int axes;                            /* the batch among them */
    ptrdiff_t n[WALK_AXES], places[WALK_AXES], x[WALK_AXES];
    ptrdiff_t step[WALK_AXES], off[WALK_AXES], stride[WALK_AXES];
    ptrdiff_t y_plane, x_plane;
    ptrdiff_t phases, classes;
    const ptrdiff_t *phase;   /* phases, class by class: the number of each, in the order of x' */
    const ptrdiff_t *phase_w; /* and its first tap */
    const walk_class *class_;
    const walk_tap *tap;
    ptrdiff_t positions, block, blocks; /* block: a multiple of every vector's length */
    ptrdiff_t low;                      /* position p is at low + p - (first of the block) in the image, at shift 0 */
    ptrdiff_t image, y_jump;            /* entries of one channel's image, and from one to the next */
    ptrdiff_t chunk;                    /* channels of x' that are summed together */
    ptrdiff_t span, spans;              /* and that are woven together, chunk by chunk */
    ptrdiff_t deep;                     /* channels of y that are summed before the next class and chunk */
    ptrdiff_t lines, lines_each;        /* of weights fetched ahead for a channel of y; and by one row of tiles */
    ptrdiff_t copies;                   /* of a dense image; 0: along the line */
    const int32_t *table;               /* copies x positions: where in y, or -1 */
} walk_plan;

/* Memory that will be wanted: `length` bytes from `end - length` on, again and again `jump` further on. So many lines are
 * fetched for each tile; an address that is past an array does no harm. */
typedef struct {
    const char *at, *end;
    ptrdiff_t length, jump, lines;
} walk_ahead;

/* What one thread works with. */
typedef struct {
    void *image, *buffer;
    walk_segment *segment;
    walk_row *row;
    ptrdiff_t segments, rows; /* of the block that is held */
    ptrdiff_t picture, block; /* the image and the block that are held, or -1 */
    walk_ahead x, y;          /* what the sums will be woven to, and what the next image will be laid from */
} walk_room;

static inline ptrdiff_t walk_least(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
static inline ptrdiff_t walk_most(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }

/* The rows of y that meet positions [first, first + length), as far as they do; neighbours joined. */
static ptrdiff_t walk_segments(const walk_plan *z, ptrdiff_t first, ptrdiff_t length, walk_segment *found) {
    const int last = z->axes - 1;
    const ptrdiff_t pitch = z->stride[last - 1];
    ptrdiff_t digit[WALK_AXES], count = 0, at = walk_most(first, 0) / pitch * pitch, rest = at;
    for (int a = 0; a < last; a++) {
        digit[a] = rest / z->stride[a];
        rest %= z->stride[a];
    }
    for (; at < first + length && digit[0] < z->n[0]; at += pitch) {
        const ptrdiff_t low = walk_most(first - at, 0), high = walk_least(first + length - at, z->n[last]);
        ptrdiff_t row = 0;
        int inside = low < high;
        for (int a = 1; a < last; a++) {
            inside &= digit[a] < z->n[a];
            row = row * z->n[a] + digit[a];
        }
        if (inside) {
            walk_segment *s = &found[count];
            s->from = digit[0] * z->groups * z->c_in * z->y_plane + row * z->n[last] + low;
            s->to = at + low - first;
            s->length = high - low;
            if (count && s[-1].from + s[-1].length == s->from && s[-1].to + s[-1].length == s->to)
                s[-1].length += s->length;
            else count++;
        }
        for (int a = last - 1; a >= 0; a--) {
            digit[a]++;
            if (a == 0 || digit[a] * z->stride[a] < z->stride[a - 1]) break;
            digit[a] = 0;
        }
    }
    return count;
}

/* The rows of x' that positions [begin, end) reach, as far as they do. A place of one row and all phases but the last
 * axis's is one of them; its phases on the last axis are woven. */
static ptrdiff_t walk_rows(const walk_plan *z, ptrdiff_t begin, ptrdiff_t end, walk_row *found) {
    const int last = z->axes - 1;
    const ptrdiff_t pitch = z->stride[last - 1], step = z->step[last], plane = z->groups * z->c_out * z->x_plane;
    ptrdiff_t digit[WALK_AXES], count = 0, at = begin / pitch * pitch, rest = at;
    for (int a = 0; a < last; a++) {
        digit[a] = rest / z->stride[a];
        rest %= z->stride[a];
    }
    for (; at < end; at += pitch) {
        const ptrdiff_t low = walk_most(begin - at, 0), high = walk_least(end - at, z->places[last]);
        ptrdiff_t phase[WALK_AXES] = {0};
        int inside = low < high;
        for (int a = 0; a < last; a++) inside &= digit[a] < z->places[a];
        for (ptrdiff_t f = 0; inside && f < z->phases; f += step) {
            ptrdiff_t row = 0;
            int there = 1;
            for (int a = 1; a < last; a++) {
                const ptrdiff_t j = z->step[a] * digit[a] + phase[a] - z->off[a];
                there &= j >= 0 && j < z->x[a];
                row = row * z->x[a] + j;
            }
            if (there) {
                walk_row *r = &found[count++];
                r->from = f * z->block + (at + low - begin);
                r->to = digit[0] * plane + row * z->x[last];
                r->low = low;
                r->high = high;
            }
            for (int a = last - 1; a > 0; a--) {
                if (++phase[a] < z->step[a]) break;
                phase[a] = 0;
            }
        }
        for (int a = last - 1; a >= 0; a--) {
            digit[a]++;
            if (a == 0 || digit[a] * z->stride[a] < z->stride[a - 1]) break;
            digit[a] = 0;
        }
    }
    return count;
}

#define WALK_JOIN3(a, b, c) a##_##b##_##c
#define WALK_JOIN(a, b, c) WALK_JOIN3(a, b, c)
#define NAME(word) WALK_JOIN(walk_##word, SUFFIX, ISA)

#if defined(__GNUC__) && !defined(SYMTCONV_PLAIN)
#define WALK_VECTORS 1
#define WALK_INLINE static inline __attribute__((always_inline))
#define WALK_NOINLINE static __attribute__((noinline))
#define WALK_AHEAD(address) __builtin_prefetch(address)
#define WALK_ONE_INDEX(index) __asm__("" : "+r"(index))
#define WALK_AHEAD_FAR(address) __builtin_prefetch(address, 0, 2)
#else
#define WALK_VECTORS 0
#define WALK_INLINE static inline
#define WALK_NOINLINE static
#define WALK_AHEAD(address) (void)(address)
#define WALK_ONE_INDEX(index) (void)(index)
#define WALK_AHEAD_FAR(address) (void)(address)
#endif
#if defined(__has_builtin)
#if __has_builtin(__builtin_shufflevector)
#define WALK_SHUFFLES WALK_VECTORS
#endif
#endif
#ifndef WALK_SHUFFLES
#define WALK_SHUFFLES 0
#endif

#if WALK_VECTORS && defined(__x86_64__)
#define WALK_X86 1
#else
#define WALK_X86 0
#endif

static inline void walk_go_ahead(walk_ahead *of) {
    for (ptrdiff_t q = of->lines; q > 0 && of->at < of->end; q--, of->at += WALK_LINE) WALK_AHEAD_FAR(of->at);
    if (of->lines && of->at >= of->end) {
        of->end += of->jump;
        of->at = of->end - of->length;
    }
}

static inline void walk_aim(walk_ahead *of, const char *at, ptrdiff_t length, ptrdiff_t jump, ptrdiff_t times,
                            ptrdiff_t tiles) {
    of->at = at;
    of->end = at + length;
    of->length = length;
    of->jump = jump;
    of->lines = length > 0 ? (length / WALK_LINE * times + tiles - 1) / tiles : 0;
}

/* What every machine of the architecture has. AArch64 and AVX-512 have 32 vector registers, the others 16. */
#define ISA portable
#define TARGET
#define V_BYTES 16
#if defined(__aarch64__)
#define MANY_REGISTERS 1
#else
#define MANY_REGISTERS 0
#endif
#include "_walk_types.h"
#undef ISA
#undef TARGET
#undef V_BYTES
#undef MANY_REGISTERS

#if WALK_X86
#define ISA avx2
#define TARGET __attribute__((target("avx2,fma")))
#define V_BYTES 32
#define MANY_REGISTERS 0
#include "_walk_types.h"
#undef ISA
#undef TARGET
#undef V_BYTES
#undef MANY_REGISTERS

#define ISA avx512
#define TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")))
#define V_BYTES 64
#define MANY_REGISTERS 1
#include "_walk_types.h"
#undef ISA
#undef TARGET
#undef V_BYTES
#undef MANY_REGISTERS
#endif

/* Levels: 0 the architecture's base, 1 AVX2 with FMA, 2 AVX-512. */
static int walk_best_level(void) {
#if WALK_X86
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        return 2;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return 1;
#endif
    return 0;
}

typedef void (*walk_unit)(const walk_plan *, const void *, const void *, const void *, void *, walk_room *, ptrdiff_t);

/* Types: 0 float, 1 double, 2 int64_t. */
static walk_unit walk_unit_of(int type, int level) {
#if WALK_X86
    static const walk_unit units[3][3] = {{walk_unit_f32_portable, walk_unit_f32_avx2, walk_unit_f32_avx512},
                                          {walk_unit_f64_portable, walk_unit_f64_avx2, walk_unit_f64_avx512},
                                          {walk_unit_i64_portable, walk_unit_i64_avx2, walk_unit_i64_avx512}};
    return units[type][level];
#else
    static const walk_unit units[3] = {walk_unit_f32_portable, walk_unit_f64_portable, walk_unit_i64_portable};
    (void)level;
    return units[type];
#endif
}

/* Whether no entry is infinite or nan: their exponents have every bit set. */
#if WALK_VECTORS
typedef uint32_t __attribute__((may_alias)) walk_bits32;
typedef uint64_t __attribute__((may_alias)) walk_bits64;
#else
typedef uint32_t walk_bits32;
typedef uint64_t walk_bits64;
#endif

static int walk_finite_f32(const float *values, ptrdiff_t count) {
    const walk_bits32 *bits = (const walk_bits32 *)values;
    uint32_t bad = 0;
    for (ptrdiff_t k = 0; k < count; k++) bad |= (bits[k] & 0x7f800000u) == 0x7f800000u;
    return !bad;
}

static int walk_finite_f64(const double *values, ptrdiff_t count) {
    const walk_bits64 *bits = (const walk_bits64 *)values;
    uint64_t bad = 0;
    for (ptrdiff_t k = 0; k < count; k++) bad |= (bits[k] & 0x7ff0000000000000u) == 0x7ff0000000000000u;
    return !bad;
}

static uint64_t walk_largest(const int64_t *values, ptrdiff_t count) {
    int64_t low = 0, high = 0;
    for (ptrdiff_t k = 0; k < count; k++) {
        low = values[k] < low ? values[k] : low;
        high = values[k] > high ? values[k] : high;
    }
    return (uint64_t)high > -(uint64_t)low ? (uint64_t)high : -(uint64_t)low;
}

#include "_walk_threads.h"

#endif
