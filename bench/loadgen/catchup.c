/* Reading on over HTTP what room:enter had no room for, a hundred messages at a time. */
#include "loadgen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

enum { AT_ONCE = 64 * 1024 };

static void ask(struct client *one)
{
    char said[1024];
    int length = snprintf(said, sizeof said,
        "GET /api/v1/rooms/%s/messages?changed_after=%ld&limit=100 HTTP/1.1\r\n"
        "Host: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n",
        plan.room, one->seen, plan.port, one->token);
    send_all(&one->page, said, (size_t)length);
    want(&one->page, EPOLLIN);
}

static void on_answer(struct client *one)
{
    const char *said = one->answer.at;
    size_t length = one->answer.length;
    if (length < 12 || memcmp(said, "HTTP/1.1 200", 12))
        die("client %d could not read on: %.*s", one->number, length < 200 ? (int)length : 200, said);
    tally.pages++;
    caught_up(one, said, length);
    bool more = !contains(said, length, "\"next\":null");
    if (!more && one->seen != number_after(said, length, "\"last_seq\":"))
        fault(GAP, "client %d has read all and is at %ld only", one->number, one->seen);
    free(one->answer.at);
    one->answer = (struct bytes){0};
    if (more)
        read_on(one);
    else
        arrive(one);
}

static void on_page(struct line *line, uint32_t events)
{
    struct client *one = line->client;
    bool ended;
    if (events & EPOLLOUT) {
        require_connected(line);
        ask(one);
        return;
    }
    make_room(&one->answer, AT_ONCE);
    one->answer.length += receive(line, one->answer.at + one->answer.length, AT_ONCE, &ended);
    if (ended) {
        close_line(line);
        on_answer(one);
    }
}

void read_on(struct client *one)
{
    one->page = (struct line){-1, one, on_page};
    open_line(&one->page, 0);
}
