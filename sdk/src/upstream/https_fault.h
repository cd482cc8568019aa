/* https_fault - why an exchange did not come to its end. */
#ifndef UPSTREAM_HTTPS_FAULT_H
#define UPSTREAM_HTTPS_FAULT_H

#include <curl/curl.h>

#include "service/wire.h"

/* The HTTP status as wire.h's `done` wants it; *f stays empty when all went well. */
long https_explain(CURL *easy, CURLcode code, size_t body_max, struct fault *f);

#endif
