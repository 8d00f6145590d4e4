/* Nothing is measured that is not right: every client hears every message once, in order, and no call is refused. */
#include "loadgen.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[KINDS] = {"gaps", "doubles or out of order", "refused calls", "lost or stray acks"};
static long counts[KINDS];
static char first[512];

void die(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    exit(1);
}

/* Count what is wrong and go on, so that the end can tell how much of it there was. */
void fault(enum kind kind, const char *format, ...)
{
    counts[kind]++;
    if (first[0])
        return;
    va_list values;
    va_start(values, format);
    vsnprintf(first, sizeof first, format, values);
    va_end(values);
}

/* A room's messages are numbered without holes as long as nobody edits or removes one. */
void heard(struct client *one, long seq)
{
    if (seq > one->seen + 1)
        fault(GAP, "client %d heard %ld after %ld", one->number, seq, one->seen);
    else if (seq <= one->seen)
        fault(BACKWARDS, "client %d heard %ld after %ld", one->number, seq, one->seen);
    if (seq > one->seen)
        one->seen = seq;
}

/* The same for messages that were missed, as a list of them has it. */
void caught_up(struct client *one, const char *items, size_t length)
{
    static const char key[] = "\"change_seq\":";
    const char *end = items + length, *next;
    while ((next = memmem(items, (size_t)(end - items), key, sizeof key - 1))) {
        heard(one, number_after(next, (size_t)(end - next), key));
        items = next + sizeof key - 1;
    }
}

void require_all_delivered(long first_seq)
{
    for (int each = 0; each < plan.clients - plan.stalled; each++)
        if (clients[each].seen != first_seq + tally.posted)
            fault(GAP, "client %d heard %ld of %ld messages", each, clients[each].seen - first_seq, tally.posted);
    if (tally.acked != tally.posted)
        fault(STRAY, "%ld of %ld posts were acknowledged", tally.acked, tally.posted);
}

void require_no_faults(void)
{
    bool any = false;
    for (int each = 0; each < KINDS; each++) {
        if (counts[each])
            fprintf(stderr, "%s%ld %s", any ? ", " : "", counts[each], names[each]);
        any = any || counts[each];
    }
    if (any)
        die("; the first: %s", first);
}
