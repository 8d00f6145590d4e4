/* Engine.IO and Socket.IO as one client speaks them: connect with a token, enter the room, post, hear. */
#include "loadgen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 200 }; /* bytes of a refusal that are shown */

static bool begins(const char *said, size_t length, const char *with)
{
    return length >= strlen(with) && !memcmp(said, with, strlen(with));
}

/* Where it was to get to. */
void arrive(struct client *one)
{
    one->stage = THERE;
    tally.there++;
}

static void enter(struct client *one)
{
    one->stage = ENTERING;
    if (one->seen < 0)
        say(one, "42%ld[\"room:enter\",{\"room_id\":\"%s\"}]", ++one->calls, plan.room);
    else
        say(one, "42%ld[\"room:enter\",{\"room_id\":\"%s\",\"after_seq\":%ld}]", ++one->calls, plan.room, one->seen);
}

/* The ack of room:enter: how far the room is, and what was missed. More of it is read over HTTP. */
static void on_entered(struct client *one, const char *said, size_t length)
{
    long last = number_after(said, length, "\"last_seq\":");
    if (last < 0)
        die("client %d was not let into the room: %.*s", one->number, SHOWN < length ? SHOWN : (int)length, said);
    if (one->seen < 0)
        one->seen = last;
    else
        caught_up(one, said, length);
    if (contains(said, length, "\"more\":true"))
        read_on(one);
    else if (one->seen == last)
        arrive(one);
    else
        fault(GAP, "client %d is at %ld, the room at %ld, and there is no more to read", one->number, one->seen, last);
}

/* Say something of about a hundred bytes that begins with the moment at which it was said. */
void post(struct client *one)
{
    static const char words[] = "is when this was said. Good morning to everybody who walks here today, and rest.";
    say(one, "42%ld[\"message:post\",{\"room_id\":\"%s\",\"body\":\"%019llu %s\",\"client_key\":\"%llx-%d-%ld\"}]",
        one->calls + 1, plan.room, (unsigned long long)now(), words, plan.run, one->number, one->calls + 1);
    one->calls++;
    one->waiting++;
    tally.posted++;
}

static void on_posted(struct client *one, const char *said, size_t length)
{
    if (!contains(said, length < SHOWN ? length : SHOWN, "[{\"message\":"))
        fault(REFUSED, "client %d was answered: %.*s", one->number, SHOWN < length ? SHOWN : (int)length, said);
    if (--one->waiting < 0)
        fault(STRAY, "client %d got an ack that it does not wait for", one->number);
    tally.acked++;
    if (sending && plan.window)
        post(one);
}

static void on_event(struct client *one, const char *said, size_t length, uint64_t at)
{
    if (one->stage != THERE || !begins(said, length, "42[\"message:posted\""))
        return;
    heard(one, number_after(said, length, "\"seq\":"));
    if (one->stalled)
        return;
    tally.delivered++;
    tally.last_delivery = at;
    if (plan.timed)
        keep_time(at - (uint64_t)number_after(said, length, "\"body\":\""));
}

static void on_packet(struct client *one, const char *said, size_t length, uint64_t at)
{
    if (said[1] == '2')
        on_event(one, said, length, at);
    else if (said[1] == '3' && one->stage == ENTERING)
        on_entered(one, said, length);
    else if (said[1] == '3')
        on_posted(one, said, length);
    else if (said[1] != '0')
        die("client %d was sent away: %.*s", one->number, SHOWN < length ? SHOWN : (int)length, said);
    else if (plan.enter)
        enter(one);
    else
        arrive(one);
}

void hear(struct client *one, const char *said, size_t length, uint64_t at)
{
    if (length > 1 && said[0] == '4') {
        on_packet(one, said, length, at);
    } else if (length && said[0] == '2') {
        say(one, "3");
    } else if (length && said[0] == '0' && one->stage == OPENING) {
        one->stage = NAMING;
        say(one, "40{\"token\":\"%s\"}", one->token);
    } else {
        die("client %d does not understand: %.*s", one->number, SHOWN < length ? SHOWN : (int)length, said);
    }
}
