/* WebSocket frames, as far as a client of these servers needs them: text, in heaps or in pieces. */
#include "loadgen.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TEXT = 0x81, CLOSE = 0x88, PING = 0x89, PONG = 0x8a, MASKED = 0x80 };
enum { LONGEST = 4096 }; /* bytes of a packet that a client says */

/* Frames of clients are masked; with what does not matter here. */
static size_t put_frame(unsigned char *frame, const char *said, size_t length)
{
    static const unsigned char mask[4] = {0x5a, 0x17, 0xc3, 0x8e};
    size_t head = 2;
    frame[0] = TEXT;
    frame[1] = MASKED | (length < 126 ? (unsigned char)length : 126);
    if (length >= 126) {
        frame[head++] = (unsigned char)(length >> 8);
        frame[head++] = (unsigned char)length;
    }
    memcpy(frame + head, mask, sizeof mask);
    head += sizeof mask;
    for (size_t each = 0; each < length; each++)
        frame[head + each] = (unsigned char)said[each] ^ mask[each % sizeof mask];
    return head + length;
}

/* Say one packet. */
void say(struct client *one, const char *format, ...)
{
    unsigned char frame[LONGEST + 8];
    char said[LONGEST];
    va_list values;
    va_start(values, format);
    int length = vsnprintf(said, sizeof said, format, values);
    va_end(values);
    if (length < 0 || length >= LONGEST)
        die("client %d has more to say than fits", one->number);
    send_all(&one->live, (char *)frame, put_frame(frame, said, (size_t)length));
}

/* The bytes of the frame's head and of what it holds. False where the head has not arrived yet. */
static bool measure(const unsigned char *frame, size_t length, size_t *head, uint64_t *body)
{
    if (length < 2)
        return false;
    *head = frame[1] < 126 ? 2 : frame[1] == 126 ? 4 : 10;
    if (length < *head)
        return false;
    *body = *head == 2 ? frame[1] : 0;
    for (size_t each = 2; each < *head; each++)
        *body = *body << 8 | frame[each];
    return true;
}

/* Take the whole frames; returns how many bytes they were. */
size_t take_frames(struct client *one, const char *from, size_t length, uint64_t at)
{
    size_t taken = 0, head;
    uint64_t body;
    while (measure((const unsigned char *)from + taken, length - taken, &head, &body)) {
        if (length - taken < head + body)
            break;
        unsigned char kind = (unsigned char)from[taken];
        if (kind == TEXT)
            hear(one, from + taken + head, body, at);
        else if (kind == CLOSE)
            die("the server closed client %d", one->number);
        else if (kind != PING && kind != PONG)
            die("client %d got a frame that it did not agree to: %02x", one->number, kind);
        taken += head + body;
    }
    return taken;
}
