/* The command line: loadgen MODE PORT ROOM TOKENS name=value… (main.c has the modes). */
#include "loadgen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct plan plan = {.clients = 100, .at_once = 64, .seconds = 5, .rate = 20, .settle = 0.5, .enter = true};

static void set(const char *name, double value)
{
    struct {
        const char *name;
        int *where;
    } numbers[] = {{"clients", &plan.clients}, {"senders", &plan.senders}, {"window", &plan.window},
                   {"stalled", &plan.stalled}, {"at_once", &plan.at_once}};
    for (size_t each = 0; each < sizeof numbers / sizeof *numbers; each++)
        if (!strcmp(name, numbers[each].name)) {
            *numbers[each].where = (int)value;
            return;
        }
    if (!strcmp(name, "behind"))
        plan.behind = (long)value;
    else if (!strcmp(name, "seconds"))
        plan.seconds = value;
    else if (!strcmp(name, "rate"))
        plan.rate = value;
    else if (!strcmp(name, "settle"))
        plan.settle = value;
    else
        die("there is no setting %s", name);
}

static void make_clients(void)
{
    FILE *file = fopen(plan.tokens, "r");
    char token[256];
    clients = calloc((size_t)plan.clients, sizeof *clients);
    if (!file || !clients)
        die("no tokens in %s", plan.tokens);
    for (int each = 0; each < plan.clients; each++) {
        if (fscanf(file, "%255s", token) != 1)
            die("%s has %d tokens for %d clients", plan.tokens, each, plan.clients);
        clients[each].number = each;
        clients[each].token = strdup(token);
        clients[each].seen = -1;
        clients[each].stalled = each >= plan.clients - plan.stalled;
        clients[each].live.socket = clients[each].page.socket = -1;
    }
    fclose(file);
}

void read_plan(int count, char **words)
{
    if (count < 5)
        die("loadgen connect|hold|post|pace|return PORT ROOM TOKENS name=value…");
    plan.port = atoi(words[2]);
    plan.room = words[3];
    plan.tokens = words[4];
    plan.run = now();
    for (int each = 5; each < count; each++) {
        char *value = strchr(words[each], '=');
        if (!value)
            die("%s has no value", words[each]);
        *value++ = 0;
        set(words[each], atof(value));
    }
    make_clients();
}
