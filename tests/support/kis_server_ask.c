/* kis_server_ask - a small TLS client, so that tests need no other. Prints each answer's status on
 * a line and its body behind; one connection for all targets. */
#include "kis_server.h"

#include <arpa/inet.h>
#include <getopt.h>
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"

struct asker {
	const char *ca;
	const char *method;
	const char *body;
	int port;
	struct buf headers;
	SSL_CTX *tls;
	SSL *ssl;
	int fd;
};

static bool dial(struct asker *a)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)a->port) };

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	a->tls = SSL_CTX_new(TLS_client_method());
	a->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (!a->tls || a->fd < 0 || connect(a->fd, (struct sockaddr *)&to, sizeof to) < 0)
		return false;
	SSL_CTX_set_verify(a->tls, SSL_VERIFY_PEER, NULL);
	if (SSL_CTX_load_verify_locations(a->tls, a->ca, NULL) != 1)
		return false;
	a->ssl = SSL_new(a->tls);
	return a->ssl && SSL_set1_host(a->ssl, "localhost") == 1 &&
	       SSL_set_fd(a->ssl, a->fd) == 1 && SSL_connect(a->ssl) == 1;
}

static bool send_request(struct asker *a, const char *target)
{
	struct buf b;
	bool sent;

	buf_init(&b, 256 * 1024);
	buf_printf(&b, "%s %s HTTP/1.1\r\nhost: localhost\r\n", a->method, target);
	buf_span(&b, buf_as_span(&a->headers));
	buf_printf(&b, "content-length: %zu\r\n\r\n%s", strlen(a->body), a->body);
	sent = !b.failed && SSL_write(a->ssl, b.at, (int)b.len) == (int)b.len;
	buf_done(&b);
	return sent;
}

/* Reads until `len` bytes are there. */
static bool fill(struct asker *a, struct buf *b, size_t len)
{
	while (b->len < len) {
		char *at = buf_reserve(b, 16 * 1024);
		const int n = at ? SSL_read(a->ssl, at, 16 * 1024) : -1;

		if (n <= 0)
			return false;
		b->len += (size_t)n;
	}
	return true;
}

static bool print_answer(struct asker *a)
{
	static const char length[] = "content-length: ";
	struct buf b;
	const char *end = NULL;
	const char *at;
	size_t head;
	bool whole;

	buf_init(&b, 128u << 20);
	while (!end && fill(a, &b, b.len + 1))
		end = memmem(b.at, b.len, "\r\n\r\n", 4);
	at = end ? strstr(buf_text(&b), length) : NULL;
	if (!at) {
		buf_done(&b);
		return false;
	}
	head = (size_t)(end - b.at) + 4;
	whole = fill(a, &b, head + (size_t)strtoull(at + sizeof length - 1, NULL, 10));
	(void)printf("%.3s\n", b.at + 9);
	(void)fwrite(b.at + head, 1, b.len - head, stdout);
	(void)printf("\n");
	buf_done(&b);
	return whole;
}

static bool read_options(struct asker *a, int argc, char **argv)
{
	static const struct option known[] = {
		{ "ca", required_argument, NULL, 'c' },
		{ "port", required_argument, NULL, 'p' },
		{ "method", required_argument, NULL, 'm' },
		{ "header", required_argument, NULL, 'h' },
		{ "body", required_argument, NULL, 'b' },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (c) {
		case 'c':
			a->ca = optarg;
			break;
		case 'p':
			a->port = (int)strtol(optarg, NULL, 10);
			break;
		case 'm':
			a->method = optarg;
			break;
		case 'b':
			a->body = optarg;
			break;
		case 'h':
			buf_printf(&a->headers, "%s\r\n", optarg);
			break;
		default:
			return false;
		}
	}
	return a->ca && optind < argc;
}

int server_ask(int argc, char **argv)
{
	struct asker a = { .method = "GET", .body = "", .fd = -1 };
	int code = 0;

	buf_init(&a.headers, 64 * 1024);
	if (!read_options(&a, argc, argv)) {
		(void)fprintf(stderr, "kis_server ask: an option is wrong; see kis_server.h\n");
		code = 2;
	} else if (!dial(&a)) {
		(void)fprintf(stderr, "kis_server ask: no connection to port %d\n", a.port);
		code = 1;
	}
	for (int i = optind; code == 0 && i < argc; i++) {
		if (!send_request(&a, argv[i]) || !print_answer(&a))
			code = 3;
	}
	SSL_free(a.ssl);
	SSL_CTX_free(a.tls);
	fd_closep(&a.fd);
	buf_done(&a.headers);
	return code;
}
