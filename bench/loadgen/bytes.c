/* Time, growing buffers, and finding what little of the JSON is looked at. */
#include "loadgen.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

uint64_t now(void)
{
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return (uint64_t)moment.tv_sec * 1000000000u + (uint64_t)moment.tv_nsec;
}

void make_room(struct bytes *bytes, size_t more)
{
    if (bytes->length + more <= bytes->room)
        return;
    bytes->room = (bytes->length + more) * 2;
    bytes->at = realloc(bytes->at, bytes->room);
    if (!bytes->at)
        die("no memory is left");
}

void append(struct bytes *bytes, const char *more, size_t length)
{
    if (!length)
        return;
    make_room(bytes, length);
    memcpy(bytes->at + bytes->length, more, length);
    bytes->length += length;
}

/* The number behind `"key":`, or -1. A quote inside a text is escaped, so that no message can look like a key. */
long number_after(const char *at, size_t length, const char *key)
{
    const char *end = at + length, *found = memmem(at, length, key, strlen(key));
    if (!found)
        return -1;
    found += strlen(key);
    while (found < end && *found == ' ')
        found++;
    if (found == end || !isdigit((unsigned char)*found))
        return -1;
    long number = 0;
    for (; found < end && isdigit((unsigned char)*found); found++)
        number = number * 10 + (*found - '0');
    return number;
}

bool contains(const char *at, size_t length, const char *key)
{
    return memmem(at, length, key, strlen(key)) != NULL;
}
