/* kis_rows_fuzz - any bytes as an answer of KIS: judged, and what is accepted can be read. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "data/scan.h"
#include "service/kis_client.h"
#include "service/kis_error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever was asked before: what a walk from the beginning finds. */
static void find_value(struct kis_row *row, const char *field)
{
	const struct span walked = scan_get(row->text, field);
	const struct span found = kis_value(row, field);

	assert(found.at == walked.at && found.len == walked.len);
}

static void read_value(struct kis_row *row, const char *field)
{
	char text[64];
	int64_t n;

	find_value(row, field);
	if (kis_text(row, field, text, sizeof text))
		assert(text[0] != '\0' && strlen(text) < sizeof text);
	(void)kis_int(row, field, &n);
	if (kis_hundredths(row, field, &n))
		assert(n > INT64_MIN / 2 && n < INT64_MAX / 2);
}

static void read_rows(struct span body, const char *output)
{
	struct kis_rows rows;
	struct kis_row row;

	if (!kis_rows(body, output, &rows))
		return;
	while (kis_rows_next(&rows, &row)) {
		assert(scan_kind(row.text) == SCAN_OBJECT);
		read_value(&row, "a");
		read_value(&row, "stck_prpr");
		read_value(&row, "prdy_ctrt");
		read_value(&row, "a");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct fault none = { 0 };
	struct fault why = { 0 };
	struct kis_exchange x = {
		.endpoint = kis_endpoint("volume-rank"),
		.fault = &none,
		.http_status = size % 2 ? 200 : 500,
		.body = { (const char *)data, size },
	};

	if (kis_judge(&x, &why) != KIS_GOOD) {
		assert(why.status < 0 && why.text[0] != '\0');
		assert(!strchr(why.text, '\n'));
	}
	if (scan_check(x.body, NULL)) {
		read_rows(x.body, "output");
		read_rows(x.body, "output1");
	}
	return 0;
}
