/* kis_server_options - the command line of the server. */
#include "kis_server.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static int64_t frozen_wall(void *self)
{
	return ((struct server *)self)->frozen_ms;
}

static int64_t real_mono(void *self)
{
	(void)self;
	return clock_mono(&clock_real);
}

/* "2026-11-23T10:24:00+09:00" (always Korean time) or "+3600". */
static bool set_clock(struct server *s, const char *text, bool freeze)
{
	int64_t wall = clock_wall(&clock_real);
	int n[6];

	if (text && text[0] == '+')
		wall += strtoll(text + 1, NULL, 10) * 1000;
	else if (text &&
		 sscanf(text, "%d-%d-%dT%d:%d:%d", &n[0], &n[1], &n[2], &n[3], &n[4], &n[5]) == 6)
		wall = kst_to_ms(n[0] * 10000 + n[1] * 100 + n[2], n[3], n[4], n[5]);
	else if (text)
		return false;
	s->frozen_ms = wall;
	s->clock = clock_shifted(wall);
	if (freeze)
		s->clock =
			(struct clock){ .wall_ms = frozen_wall, .mono_ms = real_mono, .self = s };
	return true;
}

static const struct option known[] = {
	{ "port", required_argument, NULL, 'p' },
	{ "state", required_argument, NULL, 'd' },
	{ "seed", required_argument, NULL, 's' },
	{ "clock", required_argument, NULL, 'c' },
	{ "freeze", no_argument, NULL, 'z' },
	{ "bodies", required_argument, NULL, 'b' },
	{ "key", required_argument, NULL, 'k' },
	{ "secret", required_argument, NULL, 'e' },
	{ "source-key", required_argument, NULL, 'o' },
	{ "rate", required_argument, NULL, 'r' },
	{ "issue-gap", required_argument, NULL, 'g' },
	{ "fault", required_argument, NULL, 'f' },
	{ "control", required_argument, NULL, 't' },
	{ "mock", no_argument, NULL, 'm' },
	{ 0 },
};

static bool take_text(struct server_options *o, int letter, const char *value)
{
	switch (letter) {
	case 'd':
		o->state = value;
		return true;
	case 'b':
		o->bodies = value;
		return true;
	case 'k':
		o->key = value;
		return true;
	case 'e':
		o->secret = value;
		return true;
	case 'o':
		o->source_key = value;
		return true;
	case 't':
		o->control = value;
		return true;
	default:
		return false;
	}
}

static bool take_number(struct server_options *o, int letter, const char *value)
{
	int64_t n;

	if (!span_int(span_of(value), &n) || n < 0)
		return false;
	switch (letter) {
	case 'p':
		o->port = (int)n;
		return n < 65536;
	case 's':
		o->seed = n;
		return true;
	case 'r':
		o->rate = n;
		return true;
	case 'g':
		o->issue_gap_s = n;
		return true;
	default:
		return false;
	}
}

static bool take(struct server *s, int letter, const char *value)
{
	if (letter == 'f')
		return server_fault_add(s, span_of(value));
	return take_text(&s->o, letter, value) || take_number(&s->o, letter, value);
}

bool server_options(struct server *s, int argc, char **argv)
{
	const char *clock = NULL;
	bool freeze = false;
	int c;

	s->o = (struct server_options){ .seed = 1, .issue_gap_s = 60 };
	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (c == 'c')
			clock = optarg;
		else if (c == 'z')
			freeze = true;
		else if (c == 'm')
			s->o.mock_key = true;
		else if (c == '?' || !take(s, c, optarg))
			return false;
	}
	return s->o.state && optind == argc && set_clock(s, clock, freeze);
}
