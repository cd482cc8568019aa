/* kis_error - what an answer of KIS means: good, again, busy, another token, or the end. */
#ifndef SERVICE_KIS_ERROR_H
#define SERVICE_KIS_ERROR_H

#include "base/fault.h"
#include "base/str.h"
#include "service/kis_endpoint.h"

enum kis_verdict {
	KIS_GOOD,
	KIS_RATE,      /* too many calls: everyone pauses */
	KIS_OLD_TOKEN, /* renew once, ask once more */
	KIS_AGAIN,     /* may be better in a moment */
	KIS_FINAL,     /* asking again changes nothing */
};

struct kis_exchange {
	const struct kis_endpoint *endpoint;
	const struct fault *fault; /* of the wire */
	long http_status;
	struct span body;
};

/* Judges a call's answer. *f is the sentence for everything but KIS_GOOD. */
enum kis_verdict kis_judge(const struct kis_exchange *x, struct fault *f);

/* The code of an answer, "EGW00201", from msg_cd or error_code; empty when there is none. */
#define KIS_CODE_ROOM 16
void kis_error_code(struct span body, char ret[KIS_CODE_ROOM]);
/* The text that came with it, cleaned, without secrets. */
#define KIS_MESSAGE_ROOM 161
void kis_error_message(struct span body, char ret[KIS_MESSAGE_ROOM]);

#endif
