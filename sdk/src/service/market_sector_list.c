/* market_sector_list - real sectors by inquire-index-category-price. */
#include "service/market_sector_list.h"

#include "base/cleanup.h"

/* The whole market and its sizes; finance and manufacturing, which contain other rows; products. */
static const int32_t not_sectors[] = { 1, 2, 3, 4, 21, 27, 244, 2283, 1001, 1009 };

bool sector_is_real(int32_t code)
{
	for (size_t i = 0; i < COUNT_OF(not_sectors); i++)
		if (not_sectors[i] == code)
			return false;
	return code > 0;
}

static bool read_entry(struct kis_row *row, struct sector_entry *ret)
{
	char name[256] = "";
	int64_t code;
	int64_t rate;

	*ret = (struct sector_entry){ 0 };
	if (!kis_int(row, "bstp_cls_code", &code) || code <= 0 || code > 9999)
		return false;
	ret->code = (int32_t)code;
	if (kis_text(row, "hts_kor_isnm", name, sizeof name))
		(void)utf8_clean(span_trim(span_of(name)), ret->name, sizeof ret->name - 1);
	if (kis_hundredths(row, "bstp_nmix_prdy_ctrt", &rate))
		ret->index_change = MCP_KNOWN_INT(rate);
	return true;
}

bool sector_list_read(struct span body, struct sector_list *ret)
{
	struct sector_entry entry;
	struct kis_rows rows;
	struct kis_row row;

	*ret = (struct sector_list){ 0 };
	if (!kis_rows(body, "output2", &rows))
		return false;
	while (ret->count < SECTORS_MAX && kis_rows_next(&rows, &row))
		if (read_entry(&row, &entry) && !sector_list_find(ret, entry.code))
			ret->entries[ret->count++] = entry;
	return ret->count > 0;
}

const struct sector_entry *sector_list_find(const struct sector_list *l, int32_t code)
{
	for (uint32_t i = 0; i < l->count; i++)
		if (l->entries[i].code == code)
			return &l->entries[i];
	return NULL;
}

void sector_list_ask(struct batch *b, enum exchange x)
{
	const bool kospi = x == EXCHANGE_KOSPI;
	const mcp_kis_param params[] = {
		{ "FID_COND_MRKT_DIV_CODE", "U" },
		{ "FID_INPUT_ISCD", kospi ? "0001" : "1001" },
		{ "FID_COND_SCR_DIV_CODE", "20214" },
		{ "FID_MRKT_CLS_CODE", kospi ? "K" : "Q" },
		{ "FID_BLNG_CLS_CODE", "3" },
	};

	batch_call(b, "inquire-index-category-price", params, COUNT_OF(params));
}
