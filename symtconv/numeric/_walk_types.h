/* _walk_body.h for the three element types of one instruction set. */
#define T float
#define T_BYTES 4
#define SUFFIX f32
#include "_walk_body.h"
#undef T
#undef T_BYTES
#undef SUFFIX
#define T double
#define T_BYTES 8
#define SUFFIX f64
#include "_walk_body.h"
#undef T
#undef T_BYTES
#undef SUFFIX
#define T int64_t
#define T_BYTES 8
#define SUFFIX i64
#include "_walk_body.h"
#undef T
#undef T_BYTES
#undef SUFFIX
