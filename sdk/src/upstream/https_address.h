/* https_address - which addresses may be asked at all, and how a secret gets into one. */
#ifndef UPSTREAM_HTTPS_ADDRESS_H
#define UPSTREAM_HTTPS_ADDRESS_H

#include <curl/curl.h>

#include "service/wires.h"

/* The addresses of the settings are whole: those beside KIS count only with their key. */
mcp_status https_check_settings(const struct https_options *o, struct fault *f);
/* Each host is sent the paths of its own list only, whatever the caller thinks. */
mcp_status https_check(
	const struct https_options *o, const struct wire_request *r, struct fault *f);
/* Gives the address to `easy`, with the secret parameter if there is one. False: no memory. */
bool https_set_url(CURL *easy, const struct wire_request *r);

#endif
