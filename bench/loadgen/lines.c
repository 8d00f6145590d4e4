/* TCP connections to the server, none of which ever blocks. */
#include "loadgen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { MANY = 512 };

static int watch(void)
{
    static int poll = -1;
    if (poll < 0)
        poll = epoll_create1(EPOLL_CLOEXEC);
    return poll;
}

/* Begin to connect. `receive_buffer` is in bytes, 0 for the system's own choice. */
void open_line(struct line *line, int receive_buffer)
{
    int yes = 1;
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)plan.port)};
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    line->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (line->socket < 0)
        die("no socket: %s", strerror(errno));
    setsockopt(line->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (receive_buffer)
        setsockopt(line->socket, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    if (connect(line->socket, (struct sockaddr *)&server, sizeof server) < 0 && errno != EINPROGRESS)
        die("no connection: %s", strerror(errno));
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = line};
    epoll_ctl(watch(), EPOLL_CTL_ADD, line->socket, &event);
}

void close_line(struct line *line)
{
    close(line->socket);
    line->socket = -1;
}

void want(struct line *line, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = line};
    epoll_ctl(watch(), EPOLL_CTL_MOD, line->socket, &event);
}

void require_connected(struct line *line)
{
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(line->socket, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error)
        die("client %d does not reach the server: %s", line->client->number, strerror(error));
}

/* What a client says is a few hundred bytes at a time: a server with no room for them has stopped reading. */
void send_all(struct line *line, const char *said, size_t length)
{
    if (send(line->socket, said, length, MSG_NOSIGNAL) != (ssize_t)length)
        die("the server takes no more from client %d: %s", line->client->number, strerror(errno));
}

/* What has arrived, 0 where nothing has; `ended` where the other side hung up. */
size_t receive(struct line *line, char *into, size_t room, bool *ended)
{
    ssize_t got = recv(line->socket, into, room, 0);
    *ended = got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
    return got > 0 ? (size_t)got : 0;
}

/* Serve the lines that are ready. Waits for the first of them, at most so long. */
void pump(double seconds)
{
    struct epoll_event events[MANY];
    int count = epoll_wait(watch(), events, MANY, seconds > 0 ? (int)(seconds * 1000 + 1) : 0);
    for (int each = 0; each < count; each++) {
        struct line *line = events[each].data.ptr;
        if (line->socket >= 0)
            line->ready(line, events[each].events);
    }
}
