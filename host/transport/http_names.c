/* http_names - by which names this server may be reached, and whose pages may call it. */
#include "host/transport/http_names.h"

#include <strings.h>

static bool same(struct span a, struct span b)
{
	return a.len == b.len && strncasecmp(a.at, b.at, a.len) == 0;
}

/* The word of the list that is the same; absent: none. */
static struct span find(struct span list, struct span name)
{
	struct span word;

	while (list.at && span_split(&list, ',', &word)) {
		word = span_trim(word);
		if (word.len > 0 && same(word, name))
			return word;
	}
	return (struct span){ NULL, 0 };
}

static bool listed(struct span list, struct span name)
{
	return find(list, name).at != NULL;
}

/* Without the port; a '[' begins an address whose colons are its own. */
static struct span without_port(struct span host)
{
	const char *from =
		host.len > 0 && host.at[0] == '[' ? memchr(host.at, ']', host.len) : host.at;
	const char *colon = from ? memchr(from, ':', host.len - (size_t)(from - host.at)) : NULL;

	return (struct span){ host.at, colon ? (size_t)(colon - host.at) : host.len };
}

bool http_host_allowed(const struct http_names *names, struct span host)
{
	struct span name = without_port(host);

	return same(name, SPAN("localhost")) || same(name, SPAN("127.0.0.1")) ||
	       same(name, SPAN("[::1]")) || listed(names->hosts, name) ||
	       listed(names->hosts, host);
}

/* Only NAME or NAME:PORT may follow the scheme. */
static bool is_plain(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] <= ' ' || s.at[i] >= 0x7f || strchr("/?#@\\,", s.at[i]))
			return false;
	return s.len > 0;
}

struct span http_origin_listed(const struct http_names *names, struct span origin)
{
	return find(names->origins, origin);
}

bool http_origin_allowed(const struct http_names *names, struct span origin)
{
	struct span rest = origin;

	if (listed(names->origins, origin))
		return true;
	if (rest.len > 7 && strncasecmp(rest.at, "http://", 7) == 0)
		rest = (struct span){ rest.at + 7, rest.len - 7 };
	else if (rest.len > 8 && strncasecmp(rest.at, "https://", 8) == 0)
		rest = (struct span){ rest.at + 8, rest.len - 8 };
	else
		return false;
	return is_plain(rest) && http_host_allowed(names, rest);
}
