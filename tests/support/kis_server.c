/* kis_server - listens, reads requests, lets faults happen, answers. One thread a connection. */
#include "kis_server.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "data/json.h"

#define HANG_MS 600000

struct guest {
	struct server *s;
	int fd;
};

static void wait_ms(int64_t ms)
{
	(void)poll(NULL, 0, (int)ms);
}

/* Nothing is said until the other side has had enough. */
static void hang(struct server_connection *c)
{
	struct pollfd wait = { .fd = c->fd, .events = POLLIN | POLLRDHUP };

	(void)poll(&wait, 1, HANG_MS);
}

static void reset(struct server_connection *c)
{
	const struct linger now = { .l_onoff = 1 };

	(void)setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static void fill_garbage(struct buf *b)
{
	buf_clear(b);
	for (int i = 0; i < 3000; i++)
		buf_char(b, (char)(i * 37 % 251));
}

static void fill_flood(struct buf *b, int64_t mib)
{
	const size_t len = (size_t)(mib > 0 ? mib : 64) << 20;
	char *at;

	buf_done(b);
	buf_init(b, len);
	at = buf_reserve(b, len);
	if (!at)
		return;
	memset(at, ' ', len);
	at[0] = '{';
	b->len = len;
}

/* Faults that are an answer of their own. */
static bool answer_fault(struct server *s, const struct server_fault *f, struct server_answer *a)
{
	switch (f->kind) {
	case FAULT_STATUS:
		server_refuse(a, (long)f->value, "EGW00002", "서버 에러가 발생했습니다.");
		return true;
	case FAULT_GARBAGE:
		fill_garbage(&a->body);
		return true;
	case FAULT_HTML:
		a->status = f->value > 0 ? (long)f->value : 502;
		a->type = "text/html";
		buf_puts(&a->body, "<html><body><h1>502 Bad Gateway</h1></body></html>\n");
		return true;
	case FAULT_RATE:
		server_refuse(a, 500, "EGW00201", "초당 거래건수를 초과하였습니다.");
		return true;
	case FAULT_TOKEN:
		server_gate_drop_tokens(s);
		server_refuse(a, 500, f->value == 121 ? "EGW00121" : "EGW00123",
			"유효하지 않은 token 입니다.");
		return true;
	case FAULT_FLOOD:
		fill_flood(&a->body, f->value);
		return true;
	default:
		return false;
	}
}

/* Requests of the test, not of the client. */
static bool answer_control(
	struct server *s, const struct server_request *r, struct server_answer *a)
{
	if (str_same(r->path, "/_stats")) {
		server_gate_stats(s, &a->body);
		return true;
	}
	if (!str_same(r->path, "/_fault"))
		return false;
	if (!server_fault_add(s, r->body))
		a->status = 400;
	buf_puts(&a->body, a->status == 200 ? "{}" : "{\"error\":\"not understood\"}");
	return true;
}

/* False: the connection ends. */
static bool answer(struct server *s, struct server_connection *c, const struct server_request *r,
	struct server_answer *a)
{
	struct server_fault f;
	bool over;

	if (answer_control(s, r, a))
		return server_write(c, a, a->body.len) && r->keep_alive;
	over = server_gate_arrive(s, r->path);
	f = server_fault_take(s, r);
	if (f.kind == FAULT_HANG || f.kind == FAULT_RESET) {
		if (f.kind == FAULT_HANG)
			hang(c);
		else
			reset(c);
		return false;
	}
	if (f.kind == FAULT_DELAY)
		wait_ms(f.value);
	if (!answer_fault(s, &f, a) && over)
		server_refuse(a, 500, "EGW00201", "초당 거래건수를 초과하였습니다.");
	else if (a->body.len == 0)
		server_reply(s, r, a);
	if (f.kind == FAULT_TRUNCATE && a->body.len > (size_t)f.value)
		a->body.len = (size_t)f.value;
	if (f.kind == FAULT_CUT) {
		(void)server_write(c, a, a->body.len / 2);
		return false;
	}
	return server_write(c, a, a->body.len) && r->keep_alive;
}

static bool serve_one(struct server *s, struct server_connection *c)
{
	struct server_answer a = { .status = 200, .type = "application/json; charset=utf-8" };
	struct server_request r;
	bool more;

	if (!server_read(c, &r))
		return false;
	buf_init(&a.body, SERVER_ANSWER_MAX);
	more = answer(s, c, &r, &a);
	buf_done(&a.body);
	return more;
}

static void *serve(void *data)
{
	const struct guest guest = *(struct guest *)data;
	struct server_connection c = { .fd = guest.fd, .ssl = SSL_new(guest.s->tls) };

	free(data);
	buf_init(&c.in, 256 * 1024);
	if (c.ssl && SSL_set_fd(c.ssl, c.fd) == 1 && SSL_accept(c.ssl) == 1) {
		while (serve_one(guest.s, &c))
			;
	}
	SSL_free(c.ssl);
	(void)close(c.fd);
	buf_done(&c.in);
	return NULL;
}

static void welcome(struct server *s, int fd)
{
	const int one = 1;
	struct guest *guest = malloc(sizeof *guest);
	pthread_t thread;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	(void)pthread_mutex_lock(&s->lock);
	s->connections++;
	(void)pthread_mutex_unlock(&s->lock);
	if (guest) {
		*guest = (struct guest){ s, fd };
		if (pthread_create(&thread, NULL, serve, guest) == 0) {
			(void)pthread_detach(thread);
			return;
		}
	}
	free(guest);
	(void)close(fd);
}

static bool listen_on(struct server *s)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)s->o.port) };
	socklen_t len = sizeof at;
	const int one = 1;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->listener < 0)
		return false;
	(void)setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(s->listener, (struct sockaddr *)&at, sizeof at) < 0 ||
		listen(s->listener, 1024) < 0 ||
		getsockname(s->listener, (struct sockaddr *)&at, &len) < 0)
		return false;
	s->o.port = ntohs(at.sin_port);
	return true;
}

/* Each line of the FIFO is a fault. */
static void *read_control(void *data)
{
	struct server *s = data;
	char line[1024];

	for (;;) {
		CLEANUP(file_closep) FILE *f = fopen(s->o.control, "re");

		if (!f)
			return NULL;
		while (fgets(line, sizeof line, f)) {
			if (!server_fault_add(s, span_trim(span_of(line))))
				(void)fprintf(stderr, "kis_server: not understood: %s", line);
		}
	}
}

static bool start_control(struct server *s)
{
	struct stat st;
	pthread_t thread;

	if (!s->o.control)
		return true;
	(void)mkfifo(s->o.control, 0600);
	if (stat(s->o.control, &st) < 0 || !S_ISFIFO(st.st_mode))
		return false;
	if (pthread_create(&thread, NULL, read_control, s) != 0)
		return false;
	(void)pthread_detach(thread);
	return true;
}

static void say_ready(const struct server *s)
{
	struct buf b;
	char path[4096];

	(void)snprintf(path, sizeof path, "%s/ca.pem", s->o.state);
	buf_init(&b, 16 * 1024);
	buf_printf(&b, "{\"port\":%d,\"ca\":", s->o.port);
	json_cstr(&b, path);
	buf_puts(&b, "}\n");
	(void)!write(STDOUT_FILENO, b.at, b.len);
	buf_done(&b);
}

static bool start(struct server *s)
{
	if (file_make_folder(s->o.state, NULL) < 0)
		return false;
	s->demo = demo_new(s->o.seed);
	s->tls = server_tls(s->o.state);
	return s->demo && s->tls && listen_on(s) && start_control(s);
}

int main(int argc, char **argv)
{
	static struct server s = { .lock = PTHREAD_MUTEX_INITIALIZER };

	(void)signal(SIGPIPE, SIG_IGN);
	if (argc > 1 && str_same(argv[1], "ask"))
		return server_ask(argc - 1, argv + 1);
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (!server_options(&s, argc, argv)) {
		(void)fprintf(stderr, "kis_server: an option is wrong; see kis_server.h\n");
		return 2;
	}
	if (!start(&s)) {
		perror("kis_server");
		return 1;
	}
	say_ready(&s);
	for (;;) {
		const int fd = accept4(s.listener, NULL, NULL, SOCK_CLOEXEC);

		if (fd >= 0)
			welcome(&s, fd);
	}
}
