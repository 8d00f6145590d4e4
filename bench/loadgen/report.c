/* The figures, as one line of JSON. */
#include "loadgen.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static struct bytes times;
static uint64_t began;
static double used;

static double processor_time(void)
{
    struct rusage so_far;
    getrusage(RUSAGE_SELF, &so_far);
    return (double)(so_far.ru_utime.tv_sec + so_far.ru_stime.tv_sec)
        + (double)(so_far.ru_utime.tv_usec + so_far.ru_stime.tv_usec) / 1e6;
}

void begin(void)
{
    began = now();
    used = processor_time();
}

double since_begin(uint64_t moment)
{
    return (double)(moment - began) / 1e9;
}

void keep_time(uint64_t nanoseconds)
{
    append(&times, (const char *)&nanoseconds, sizeof nanoseconds);
}

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* In milliseconds; `times` must be in order. */
static double percentile(double share)
{
    size_t count = times.length / sizeof(uint64_t);
    return count ? (double)((uint64_t *)(void *)times.at)[(size_t)((double)(count - 1) * share)] / 1e6 : 0;
}

/* So many things happened until then. `busy` is the generator's share of its core: near 1, it measured itself. */
void report(double count, uint64_t until)
{
    double seconds = since_begin(until), busy = (processor_time() - used) / since_begin(now());
    if (times.length)
        qsort(times.at, times.length / sizeof(uint64_t), sizeof(uint64_t), compare);
    printf("{\"clients\": %d, \"seconds\": %.6f, \"rate\": %.3f, \"posted\": %ld, \"acked\": %ld, \"delivered\": %ld, "
           "\"pages\": %ld, \"cut\": %ld, \"p50\": %.4f, \"p99\": %.4f, \"busy\": %.3f}\n",
           plan.clients, seconds, seconds > 0 ? count / seconds : 0, tally.posted, tally.acked, tally.delivered, tally.pages, tally.cut,
           percentile(0.5), percentile(0.99), busy);
    fflush(stdout);
}
