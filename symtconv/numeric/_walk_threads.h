/* Units of work among threads. What a unit computes does not depend on who computes it, so neither does the result.
 * Threads are the system's own, made for the call and joined before it ends; without them (Windows) one does it all. */
#if defined(__unix__) || defined(__APPLE__)
#define WALK_THREADS 1
#include <pthread.h>
#else
#define WALK_THREADS 0
#endif

#define WALK_MOST_THREADS 256

typedef struct {
    const walk_plan *plan;
    walk_unit unit;
    const void *y, *w, *bias;
    void *x;
    ptrdiff_t units, grain, next; /* next: the first unit that nobody has taken */
} walk_job;

typedef struct {
    walk_job *job;
    walk_room room;
} walk_worker;

static void walk_units(walk_worker *self, ptrdiff_t first, ptrdiff_t last) {
    const walk_job *job = self->job;
    for (; first < last; first++) job->unit(job->plan, job->y, job->w, job->bias, job->x, &self->room, first);
}

#if WALK_THREADS
static void *walk_take(void *of) {
    walk_worker *self = (walk_worker *)of;
    walk_job *job = self->job;
    for (;;) {
        const ptrdiff_t first = __atomic_fetch_add(&job->next, job->grain, __ATOMIC_RELAXED);
        if (first >= job->units) return NULL;
        walk_units(self, first, walk_least(first + job->grain, job->units));
    }
}
#endif

/* workers[0] is the caller's own; the others get a thread each, as many as the system grants. */
static void walk_run(walk_job *job, walk_worker *workers, int count) {
#if WALK_THREADS
    if (count > 1) {
        pthread_t thread[WALK_MOST_THREADS];
        int made = 1;
        job->next = 0;
        while (made < count && pthread_create(&thread[made], NULL, walk_take, &workers[made]) == 0) made++;
        walk_take(&workers[0]);
        while (--made > 0) pthread_join(thread[made], NULL);
        return;
    }
#endif
    (void)count;
    walk_units(&workers[0], 0, job->units);
}
