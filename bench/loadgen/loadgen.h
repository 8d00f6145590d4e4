/* What the parts of the load generator share. One thread and one epoll set speak for all clients. */
#ifndef LOADGEN_H
#define LOADGEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
    char *at;
    size_t length, room;
};

struct client;

/* One TCP connection. `ready` is told what epoll says of it; `socket` is -1 where there is none. */
struct line {
    int socket;
    struct client *client;
    void (*ready)(struct line *line, uint32_t events);
};

enum stage { CONNECTING, UPGRADING, OPENING, NAMING, ENTERING, THERE };

struct client {
    int number;
    const char *token;
    enum stage stage;
    struct line live, page;     /* the WebSocket, and HTTP where it has to catch up */
    struct bytes rest, answer;  /* a frame whose end has not arrived; an answer to HTTP */
    long calls;                 /* the number of its last call */
    long waiting;               /* its posts without an ack */
    long seen;                  /* the room's counter as far as it has heard */
    bool stalled;
};

/* What to do, as the command line has it. */
struct plan {
    int port, clients, senders, window, stalled, at_once;
    long behind;                /* messages that a client has missed when it comes back */
    double seconds, rate, settle;
    const char *room, *tokens;
    unsigned long long run;     /* keeps the keys of this run's messages from those of another */
    bool enter, timed;          /* enter the room; take the time of each delivery */
};

/* What happened. `delivered` counts what those heard who are not stalled. */
struct tally {
    long there, posted, acked, delivered, cut, pages;
    uint64_t last_delivery;
};

enum kind { GAP, BACKWARDS, REFUSED, STRAY, KINDS };

extern struct plan plan;
extern struct tally tally;
extern struct client *clients;
extern bool sending;

/* plan.c */
void read_plan(int count, char **words);

/* bytes.c */
uint64_t now(void);
void make_room(struct bytes *bytes, size_t more);
void append(struct bytes *bytes, const char *more, size_t length);
long number_after(const char *at, size_t length, const char *key);
bool contains(const char *at, size_t length, const char *key);

/* lines.c */
void open_line(struct line *line, int receive_buffer);
void close_line(struct line *line);
void want(struct line *line, uint32_t events);
void require_connected(struct line *line);
void send_all(struct line *line, const char *said, size_t length);
size_t receive(struct line *line, char *into, size_t room, bool *ended);
void pump(double seconds);

/* live.c */
void connect_client(struct client *one);
void disconnect_client(struct client *one);
void stall(struct client *one);

/* frames.c */
void say(struct client *one, const char *format, ...) __attribute__((format(printf, 2, 3)));
size_t take_frames(struct client *one, const char *from, size_t length, uint64_t at);

/* talk.c */
void hear(struct client *one, const char *said, size_t length, uint64_t at);
void post(struct client *one);
void arrive(struct client *one);

/* catchup.c */
void read_on(struct client *one);

/* check.c */
void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void fault(enum kind kind, const char *format, ...) __attribute__((format(printf, 2, 3)));
void heard(struct client *one, long seq);
void caught_up(struct client *one, const char *items, size_t length);
void require_all_delivered(long first);
void require_no_faults(void);

/* report.c */
void keep_time(uint64_t nanoseconds);
void begin(void);
double since_begin(uint64_t moment);
void report(double count, uint64_t until);

#endif
