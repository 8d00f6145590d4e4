/* The modes:
 *   connect  how many clients a second connect with their tokens
 *   hold     connect, enter, say so, and stay until the input ends
 *   post     `senders` keep `window` posts each under way for `seconds`
 *   pace     `rate` posts a second for `seconds`, by one after the other; how long does each delivery take?
 *   return   all hang up, come back at once and are `behind` messages late; when is everybody current?
 */
#include "loadgen.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE = 120, DRAIN = 30 }; /* seconds */

struct tally tally;
struct client *clients;
bool sending;

static double since(uint64_t start)
{
    return (double)(now() - start) / 1e9;
}

static void pump_for(double seconds)
{
    uint64_t start = now();
    for (double left; (left = seconds - since(start)) > 0;)
        pump(left);
}

/* Bring all clients to where they shall be, so many of them under way at a time. */
static void gather(int at_once)
{
    uint64_t start = now();
    for (int next = 0; tally.there < plan.clients; pump(0.05)) {
        while (next < plan.clients && next - tally.there < at_once)
            connect_client(&clients[next++]);
        if (since(start) > PATIENCE) {
            require_no_faults();
            die("only %ld of %d clients were there after %d s", tally.there, plan.clients, PATIENCE);
        }
    }
}

/* Until everybody has heard everything; what is missing then is found by the checks. */
static void drain(void)
{
    uint64_t start = now();
    long wanted = tally.posted * (plan.clients - plan.stalled);
    sending = false;
    while ((tally.delivered < wanted || tally.acked < tally.posted) && since(start) < DRAIN)
        pump(0.05);
    pump_for(0.2); /* what comes twice comes late */
}

static void post_for_a_while(void)
{
    for (int each = 0; each < plan.senders; each++)
        for (int more = 0; more < plan.window; more++)
            post(&clients[each]);
    pump_for(plan.seconds);
}

static void post_at_a_pace(void)
{
    for (long done = 0; since_begin(now()) < plan.seconds;) {
        double due = (double)done / plan.rate - since_begin(now());
        if (due <= 0)
            post(&clients[done++ % plan.clients]);
        else
            pump(0); /* awake all the time: the time it takes to wake up would be counted as the server's */
    }
}

static void talk(void (*how)(void))
{
    gather(plan.at_once);
    for (int each = plan.clients - plan.stalled; each < plan.clients; each++)
        stall(&clients[each]);
    pump_for(plan.settle);
    long first = clients[0].seen;
    begin();
    sending = true;
    how();
    drain();
    require_all_delivered(first);
    require_no_faults();
    report((double)tally.delivered, tally.last_delivery);
}

static void only_connect(void)
{
    plan.enter = false;
    begin();
    gather(plan.at_once);
    report(plan.clients, now());
}

static bool input_ended(void)
{
    char ignored;
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, 0) > 0 && read(STDIN_FILENO, &ignored, 1) == 0;
}

static void hold(void)
{
    gather(plan.at_once);
    begin();
    pump_for(plan.settle);
    report(0, now());
    while (!input_ended())
        pump(0.1);
}

static void come_back(void)
{
    gather(plan.at_once);
    pump_for(plan.settle);
    begin();
    for (int each = 0; each < plan.clients; each++) {
        disconnect_client(&clients[each]);
        clients[each].seen -= plan.behind;
    }
    gather(plan.clients);
    require_no_faults();
    report(plan.clients, now());
}

int main(int count, char **words)
{
    read_plan(count, words);
    plan.timed = !strcmp(words[1], "pace");
    if (plan.timed)
        talk(post_at_a_pace);
    else if (!strcmp(words[1], "post"))
        talk(post_for_a_while);
    else if (!strcmp(words[1], "connect"))
        only_connect();
    else if (!strcmp(words[1], "hold"))
        hold();
    else if (!strcmp(words[1], "return"))
        come_back();
    else
        die("there is no mode %s", words[1]);
    return 0;
}
