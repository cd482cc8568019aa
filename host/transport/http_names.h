/* http_names - by which names this server may be reached, and whose pages may call it. */
#ifndef HOST_TRANSPORT_HTTP_NAMES_H
#define HOST_TRANSPORT_HTTP_NAMES_H

#include "base/str.h"

/* Comma-separated lists of the configuration; absent: none. */
struct http_names {
	struct span hosts;
	struct span origins;
};

/* A well-formed Host: localhost, 127.0.0.1, [::1] or one of `hosts`, on any port. */
bool http_host_allowed(const struct http_names *names, struct span host);
/* The origin of `origins` that this one is, letters of either case being the same; absent: none. */
struct span http_origin_listed(const struct http_names *names, struct span origin);
/* An Origin: http or https of an allowed host, or one of `origins` as it stands there. */
bool http_origin_allowed(const struct http_names *names, struct span origin);

#endif
