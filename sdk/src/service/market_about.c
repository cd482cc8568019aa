/* market_about - how an answer stands, as columns of its rows. */
#include "service/market_about.h"

#include "data/json.h"

static const char *environment_word(enum environment e)
{
	return e == ENVIRONMENT_REAL ? "real" : e == ENVIRONMENT_DEMO ? "demo" : "replay";
}

static const char *basis_word(enum basis b)
{
	return b == BASIS_KRX ? "KRX" : b == BASIS_NXT ? "NXT" : "UNIFIED";
}

static void write_time(int64_t ms, struct buf *b)
{
	char text[32];

	kst_text(ms, text);
	json_cstr(b, ms > 0 ? text : NULL);
}

static void write_notes(const struct provenance *p, struct buf *b)
{
	buf_char(b, '[');
	for (uint32_t i = 0; i < p->note_count; i++) {
		json_next(b);
		json_cstr(b, p->notes[i]);
	}
	buf_char(b, ']');
}

void about_write(const struct job *j, enum about what, struct buf *b)
{
	switch (what) {
	case ABOUT_AS_OF:
		write_time(j->from.as_of_ms, b);
		break;
	case ABOUT_SESSION:
		json_cstr(b, j->from.session);
		break;
	case ABOUT_PROVISIONAL:
		json_bool(b, j->from.provisional);
		break;
	case ABOUT_ENVIRONMENT:
		json_cstr(b, environment_word(kis_environment(j->market->kis)));
		break;
	case ABOUT_BASIS:
		json_cstr(b, basis_word(j->query.basis));
		break;
	default:
		write_notes(&j->from, b);
		break;
	}
}
