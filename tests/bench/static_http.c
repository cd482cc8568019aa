/* static_http - the least an HTTP server on libuv can do: the same bytes for every request.
 * `static_http FILE`: prints its port, answers each POST with FILE until it is killed.
 *
 * It believes what it reads: a request ends where its Content-Length says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define IN_MAX (64 * 1024)
#define OUT_MAX (1024 * 1024)

struct conn {
	uv_tcp_t tcp;
	size_t len;
	char in[IN_MAX];
};

static char answer[OUT_MAX];
static size_t answer_len;

static void on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static void on_alloc(uv_handle_t *handle, size_t size, uv_buf_t *ret)
{
	struct conn *c = handle->data;

	(void)size;
	*ret = uv_buf_init(c->in + c->len, (unsigned)(IN_MAX - c->len));
}

/* Bytes of the first request in `in`, or 0 when more must come. */
static size_t request_size(const char *in, size_t len)
{
	const char *end = memmem(in, len, "\r\n\r\n", 4);
	const char *length = end ? memmem(in, (size_t)(end - in), "Content-Length: ", 16) : NULL;
	size_t head = end ? (size_t)(end + 4 - in) : 0;
	size_t size = head + (length ? strtoul(length + 16, NULL, 10) : 0);

	return end && size <= len ? size : 0;
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct conn *c = stream->data;
	size_t size;

	(void)buf;
	if (n < 0) {
		uv_close((uv_handle_t *)stream, on_closed);
		return;
	}
	c->len += (size_t)n;
	while ((size = request_size(c->in, c->len)) > 0) {
		uv_buf_t out = uv_buf_init(answer, (unsigned)answer_len);

		(void)uv_try_write(stream, &out, 1);
		c->len -= size;
		memmove(c->in, c->in + size, c->len);
	}
}

static void on_connection(uv_stream_t *server, int status)
{
	struct conn *c = calloc(1, sizeof *c);

	if (status < 0 || !c) {
		free(c);
		return;
	}
	(void)uv_tcp_init(server->loop, &c->tcp);
	c->tcp.data = c;
	if (uv_accept(server, (uv_stream_t *)&c->tcp) < 0) {
		uv_close((uv_handle_t *)&c->tcp, on_closed);
		return;
	}
	(void)uv_tcp_nodelay(&c->tcp, 1);
	(void)uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read);
}

static int read_answer(const char *path)
{
	static char body[OUT_MAX / 2];
	FILE *f = fopen(path, "re");
	size_t len;
	int head;

	if (!f)
		return -1;
	len = fread(body, 1, sizeof body, f);
	(void)fclose(f);
	head = snprintf(answer, sizeof answer,
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
		len);
	memcpy(answer + head, body, len);
	answer_len = (size_t)head + len;
	return 0;
}

int main(int argc, char **argv)
{
	struct sockaddr_in at;
	struct sockaddr_storage bound;
	int bound_len = sizeof bound;
	uv_loop_t loop;
	uv_tcp_t server;

	if (argc != 2 || read_answer(argv[1]) < 0 || uv_loop_init(&loop) < 0)
		return 2;
	(void)uv_ip4_addr("127.0.0.1", 0, &at);
	(void)uv_tcp_init(&loop, &server);
	if (uv_tcp_bind(&server, (const struct sockaddr *)&at, 0) < 0 ||
		uv_listen((uv_stream_t *)&server, 1024, on_connection) < 0 ||
		uv_tcp_getsockname(&server, (struct sockaddr *)&bound, &bound_len) < 0)
		return 1;
	memcpy(&at, &bound, sizeof at);
	(void)printf("port %d\n", (at.sin_port >> 8 & 0xff) | (at.sin_port & 0xff) << 8);
	(void)fflush(stdout);
	return uv_run(&loop, UV_RUN_DEFAULT);
}
