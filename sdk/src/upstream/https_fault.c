/* https_fault - what libcurl says, as a sentence for the reader. */
#include "upstream/https_fault.h"

#include <string.h>

static const char *host_of(CURL *easy, char *ret, size_t room)
{
	char *url = NULL;
	struct span rest;

	(void)curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &url);
	rest = span_of(url && strncmp(url, "https://", 8) == 0 ? url + 8 : "KIS");
	rest.len = strcspn(rest.at, "/?#");
	(void)utf8_clean(rest, ret, room - 1);
	return ret;
}

static bool was_connected(CURL *easy)
{
	curl_off_t us = 0;

	(void)curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &us);
	return us > 0;
}

static long unreachable(const char *host, struct fault *f)
{
	(void)fault_set(f, MCP_E_UPSTREAM,
		"no connection to %s; check the network or try again later", host);
	return WIRE_UNSENT;
}

long https_explain(CURL *easy, CURLcode code, size_t body_max, struct fault *f)
{
	char host[128];
	long http_status = 0;

	(void)host_of(easy, host, sizeof host);
	switch (code) {
	case CURLE_OK:
		(void)curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &http_status);
		return http_status;
	case CURLE_COULDNT_RESOLVE_HOST:
		(void)fault_set(f, MCP_E_UPSTREAM,
			"the name %s cannot be resolved; check the network", host);
		return WIRE_UNSENT;
	case CURLE_COULDNT_CONNECT:
		return unreachable(host, f);
	case CURLE_PEER_FAILED_VERIFICATION:
		(void)fault_set(f, MCP_E_CONFIG,
			"the certificate of %s is not trusted; check kis.ca_file, the clock and who "
			"stands in between",
			host);
		return WIRE_UNSENT;
	case CURLE_SSL_CACERT_BADFILE:
		(void)fault_set(f, MCP_E_CONFIG,
			"the certificates of kis.ca_file cannot be read; give a PEM file");
		return WIRE_UNSENT;
	case CURLE_SSL_CONNECT_ERROR:
		(void)fault_set(f, MCP_E_UPSTREAM,
			"no secure connection to %s (TLS 1.2 or newer); try again later", host);
		return WIRE_UNSENT;
	case CURLE_OPERATION_TIMEDOUT:
		if (!was_connected(easy))
			return unreachable(host, f);
		(void)fault_set(
			f, MCP_E_DEADLINE, "%s did not answer in time; try again later", host);
		return 0;
	case CURLE_WRITE_ERROR:
		(void)curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &http_status);
		(void)fault_set(f, MCP_E_UPSTREAM,
			"the answer of %s is larger than %zu bytes; raise kis.body_max", host,
			body_max);
		return http_status;
	case CURLE_PARTIAL_FILE:
	case CURLE_GOT_NOTHING:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_ABORTED_BY_CALLBACK: /* before_sending: it would have been sent twice */
		(void)fault_set(f, MCP_E_UPSTREAM,
			"%s closed the connection before its answer was whole; try again later",
			host);
		return 0;
	case CURLE_OUT_OF_MEMORY:
		(void)fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
		return 0;
	default:
		(void)fault_set(f, MCP_E_UPSTREAM,
			"the exchange with %s broke (%s); try again later", host,
			curl_easy_strerror(code));
		return 0;
	}
}
