/* Register tiles for the compiled gather: a row of sums, several output channels at a time.
 *
 *     x[m*x_jump + p] = bias[m] + sum over c < channels, steps (dy, dw) of  w[c*w_jump + dw + m] * y[c*y_jump + dy + p]
 *
 * for m < rows and p < places. Nothing is checked here: _gather.pyx checks every step's reach before it calls.
 * The same text (_tile_body.h) is compiled once for each element type and instruction set; the set is chosen when
 * the program runs, so that one binary serves every machine of an architecture. Without GNU vectors (MSVC, or
 * SYMTCONV_PLAIN) a scalar loop remains.
 */
#ifndef SYMTCONV_TILE_H
#define SYMTCONV_TILE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    ptrdiff_t y, w;
} tile_step;

typedef struct {
    const tile_step *steps;
    ptrdiff_t n_steps, channels, y_jump, w_jump, x_jump;
} tile_sum;

#define TILE_JOIN3(a, b, c) a##_##b##_##c
#define TILE_JOIN(a, b, c) TILE_JOIN3(a, b, c)
#define NAME(word) TILE_JOIN(tile_##word, SUFFIX, ISA)

#if defined(__GNUC__) && !defined(SYMTCONV_PLAIN)
#define TILE_VECTORS 1
#define TILE_INLINE static inline __attribute__((always_inline))
#else
#define TILE_VECTORS 0
#define TILE_INLINE static inline
#endif

#if TILE_VECTORS && defined(__x86_64__)
#define TILE_X86 1
#else
#define TILE_X86 0
#endif

/* What every machine of the architecture has. 32 vector registers (AArch64) hold wide tiles of eight rows, 16 of four;
 * the most rows are twice as many (see TILE_ROW_HALVED). */
#define ISA base
#define TARGET
#define V_BYTES 16
#if !TILE_VECTORS
#define MOST_ROWS 1
#elif defined(__aarch64__)
#define MOST_ROWS 16
#else
#define MOST_ROWS 8
#endif
enum { TILE_ROWS_BASE = MOST_ROWS };
#include "_tile_types.h"
#undef ISA
#undef TARGET
#undef V_BYTES
#undef MOST_ROWS

#if TILE_X86
#define ISA avx2
#define TARGET __attribute__((target("avx2,fma")))
#define V_BYTES 32
#define MOST_ROWS 8
#include "_tile_types.h"
#undef ISA
#undef TARGET
#undef V_BYTES
#undef MOST_ROWS

#define ISA avx512
#define TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")))
#define V_BYTES 64
#define MOST_ROWS 16
#include "_tile_types.h"
#undef ISA
#undef TARGET
#undef V_BYTES
#undef MOST_ROWS
#endif

/* Levels: 0 the architecture's base, 1 AVX2 with FMA, 2 AVX-512. */
static int tile_best_level(void) {
#if TILE_X86
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        return 2;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return 1;
#endif
    return 0;
}

static int tile_most_rows(int level) { return level == 2 ? 16 : level == 1 ? 8 : TILE_ROWS_BASE; }

#if TILE_X86
#define TILE_CHOOSE(call_avx512, call_avx2, call_base) \
    switch (level) {                                   \
    case 2: call_avx512; return;                       \
    case 1: call_avx2; return;                         \
    default: call_base; return;                        \
    }
#else
#define TILE_CHOOSE(call_avx512, call_avx2, call_base) \
    (void)level;                                       \
    call_base
#endif

#define TILE_FRONT(T, suffix)                                                                                     \
    static void tile_row_##suffix(int level, int rows, ptrdiff_t places, const T *y, const T *w, const T *bias,   \
                                  T *x, const tile_sum *sum) {                                                    \
        TILE_CHOOSE(tile_row_##suffix##_avx512(rows, places, y, w, bias, x, sum),                                 \
                    tile_row_##suffix##_avx2(rows, places, y, w, bias, x, sum),                                   \
                    tile_row_##suffix##_base(rows, places, y, w, bias, x, sum));                                  \
    }                                                                                                             \
    static void tile_pack_##suffix(int level, ptrdiff_t rows, ptrdiff_t taps, const T *w, T *packed) {            \
        TILE_CHOOSE(tile_pack_##suffix##_avx512(rows, taps, w, packed),                                           \
                    tile_pack_##suffix##_avx2(rows, taps, w, packed),                                             \
                    tile_pack_##suffix##_base(rows, taps, w, packed));                                            \
    }                                                                                                             \
    static void tile_weave_##suffix(int level, ptrdiff_t step, ptrdiff_t length, const T *phases, ptrdiff_t jump, \
                                    T *x) {                                                                       \
        TILE_CHOOSE(tile_weave_##suffix##_avx512(step, length, phases, jump, x),                                  \
                    tile_weave_##suffix##_avx2(step, length, phases, jump, x),                                    \
                    tile_weave_##suffix##_base(step, length, phases, jump, x));                                   \
    }

TILE_FRONT(float, f32)
TILE_FRONT(double, f64)
TILE_FRONT(int64_t, i64)

#endif
