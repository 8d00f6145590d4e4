/* A client's WebSocket: it connects, is let in, takes what arrives, and may stop doing so. */
#include "loadgen.h"

#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>

enum { SMALL = 4096 }; /* bytes that the system takes in for a client who stalls */

enum { AT_ONCE = 256 * 1024 }; /* bytes that are taken in one go */

static struct bytes arrived; /* of the client whose turn it is */

static void ask_upgrade(struct client *one)
{
    char said[512];
    int length = snprintf(said, sizeof said,
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
        "Host: 127.0.0.1:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", plan.port);
    send_all(&one->live, said, (size_t)length);
    one->stage = UPGRADING;
    want(&one->live, EPOLLIN);
}

static size_t take_answer(struct client *one, const char *from, size_t length)
{
    const char *end = memmem(from, length, "\r\n\r\n", 4);
    if (!end)
        return 0;
    if (!contains(from, (size_t)(end - from), "HTTP/1.1 101 "))
        die("client %d was not let in: %.*s", one->number, (int)(end - from), from);
    one->stage = OPENING;
    return (size_t)(end - from) + 4;
}

static size_t take(struct client *one, const char *from, size_t length, uint64_t at)
{
    size_t taken = 0;
    if (one->stage == UPGRADING && !(taken = take_answer(one, from, length)))
        return 0;
    return taken + take_frames(one, from + taken, length - taken, at);
}

/* Take what has arrived behind the beginning of a frame that was kept; keep the beginning of the next. */
static bool on_arrival(struct client *one)
{
    bool ended;
    arrived.length = 0;
    append(&arrived, one->rest.at, one->rest.length);
    make_room(&arrived, AT_ONCE);
    arrived.length += receive(&one->live, arrived.at + arrived.length, AT_ONCE, &ended);
    size_t taken = ended ? 0 : take(one, arrived.at, arrived.length, now());
    one->rest.length = 0;
    append(&one->rest, arrived.at + taken, arrived.length - taken);
    return !ended;
}

/* A server may cut those who stall, and nobody else. */
static void on_end(struct client *one)
{
    if (!one->stalled)
        die("the server hung up on client %d", one->number);
    close_line(&one->live);
    tally.cut++;
}

static void on_live(struct line *line, uint32_t events)
{
    struct client *one = line->client;
    if (one->stage == CONNECTING) {
        require_connected(line);
        ask_upgrade(one);
    } else if (!(events & EPOLLIN) || !on_arrival(one)) {
        on_end(one);
    }
}

void connect_client(struct client *one)
{
    one->stage = CONNECTING;
    one->rest.length = 0;
    one->calls = one->waiting = 0;
    one->live = (struct line){-1, one, on_live};
    open_line(&one->live, one->stalled ? SMALL : 0);
}

void disconnect_client(struct client *one)
{
    close_line(&one->live);
    tally.there--;
}

/* Stop reading, as a telephone does that went into a tunnel. */
void stall(struct client *one)
{
    want(&one->live, EPOLLRDHUP);
}
