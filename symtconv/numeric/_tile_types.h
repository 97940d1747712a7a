/* _tile_body.h for the three element types of one instruction set. */
#define T float
#define SUFFIX f32
#include "_tile_body.h"
#undef T
#undef SUFFIX
#define T double
#define SUFFIX f64
#include "_tile_body.h"
#undef T
#undef SUFFIX
#define T int64_t
#define SUFFIX i64
#include "_tile_body.h"
#undef T
#undef SUFFIX
