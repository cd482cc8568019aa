/* wire_folder - addresses to file names. */
#include "service/wire_folder.h"

#include <stdio.h>
#include <stdlib.h>

#include "service/kis_hash.h"

static int compare(struct span a, struct span b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n ? memcmp(a.at, b.at, n) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_name(const void *a, const void *b)
{
	const struct folder_param *left = a;
	const struct folder_param *right = b;
	int order = compare(left->name, right->name);

	return order ? order : compare(left->value, right->value);
}

static bool take_params(struct span query, struct folder_call *ret)
{
	struct span one;

	ret->param_count = 0;
	while (query.len > 0 && span_split(&query, '&', &one)) {
		struct folder_param p = { .value = one };

		if (ret->param_count == FOLDER_PARAMS_MAX || !span_split(&p.value, '=', &p.name))
			return false;
		ret->params[ret->param_count++] = p;
	}
	if (ret->param_count > 1)
		qsort(ret->params, ret->param_count, sizeof *ret->params, by_name);
	return true;
}

bool folder_call(const char *url, const char *tr_id, struct folder_call *ret)
{
	const char *host = strstr(url, "://");
	const char *path = host ? strchr(host + 3, '/') : NULL;
	char name[256];
	size_t len = path ? strcspn(path, "?#") : 0;

	if (len == 0 || len >= sizeof name)
		return false;
	memcpy(name, path, len);
	name[len] = '\0';
	ret->endpoint = kis_endpoint_at(name, tr_id);
	return ret->endpoint && take_params(span_of(path[len] == '?' ? path + len + 1 : ""), ret);
}

char *folder_path(const char *folder, const struct folder_call *call)
{
	uint64_t hash = KIS_HASH_START;
	char hex[KIS_HASH_ROOM];
	char *path;

	for (uint32_t i = 0; i < call->param_count; i++) {
		hash = kis_hash(hash, call->params[i].name);
		hash = kis_hash(hash, SPAN("="));
		hash = kis_hash(hash, call->params[i].value);
		hash = kis_hash(hash, SPAN("&"));
	}
	kis_hash_hex(hash, hex);
	if (asprintf(&path, "%s/%s/%s.%s", folder, call->endpoint->name, hex,
		    call->endpoint->file ? call->endpoint->file : "json") < 0)
		return NULL;
	return path;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool folder_decode(struct span value, char *ret, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < value.len; i++) {
		int c = (unsigned char)value.at[i];

		if (c == '%') {
			int high = i + 2 < value.len ? hex_digit(value.at[i + 1]) : -1;
			int low = high >= 0 ? hex_digit(value.at[i + 2]) : -1;

			if (low < 0)
				return false;
			c = high * 16 + low;
			i += 2;
		}
		if (n + 1 >= room || c == '\0')
			return false;
		ret[n++] = (char)c;
	}
	ret[n] = '\0';
	return true;
}
