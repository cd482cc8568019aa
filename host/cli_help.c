/* cli_help - what the program says of itself, and of what went wrong. */
#include <stdarg.h>
#include <stdio.h>

#include "base/log.h"
#include "base/phrase.h"
#include "base/str.h"
#include "host/cli.h"

static const char help_en[] =
	"mcp-volume-ranking - rankings of the Korean stock market for MCP clients\n"
	"\n"
	"usage: mcp-volume-ranking [--config FILE] [COMMAND]\n"
	"\n"
	"  serve                     answer an MCP client on standard input and output (default);\n"
	"                            --http ADDRESS: answer clients over HTTP instead, on an address\n"
	"                            of this machine like 127.0.0.1:8080 (port 0: any free one);\n"
	"                            --stdio: both, or standard input although http.address is set\n"
	"  call TOOL [NAME=VALUE…]   run one tool and print its answer; --json: all fields\n"
	"  read URI                  read one resource, like kis://status; --json: all that it gives\n"
	"  list                      tools, prompts and resources on offer, with their arguments;\n"
	"                            --json\n"
	"  check                     configuration and plugins: what is on, what is wrong; --json\n"
	"  sync                      fetch the days that are kept of each share and are not there yet;\n"
	"                            --bars, --investors: these alone; --json: counts as JSON\n"
	"\n"
	"  --config FILE             configuration (default: $MCP_VOLUME_RANKING_CONFIG,\n"
	"                            ~/.config/mcp-volume-ranking/config.yaml,\n"
	"                            /etc/mcp-volume-ranking/config.yaml, built-in defaults)\n"
	"  --help, --version\n"
	"\n"
	"Keys: KOREA_INVESTMENT_APP_KEY and KOREA_INVESTMENT_APP_SECRET, in the environment or .env;\n"
	"without them the answers come from a fictional demo market.\n"
	"Signals: TERM ends, HUP reads the configuration again, USR1 logs statistics, USR2 forgets\n"
	"kept answers.\n"
	"Exit codes: 0 ok, 1 the call failed, 2 usage, 3 configuration, 4 upstream, 130 interrupted.\n";

static const char help_ko[] =
	"mcp-volume-ranking - MCP 클라이언트를 위한 한국 주식시장 순위\n"
	"\n"
	"사용법: mcp-volume-ranking [--config FILE] [명령]\n"
	"\n"
	"  serve                     표준 입출력으로 MCP 클라이언트에 응답 (기본);\n"
	"                            --http ADDRESS: 대신 127.0.0.1:8080 같은 이 컴퓨터의 주소에서\n"
	"                            HTTP로 응답 (포트 0: 빈 포트);\n"
	"                            --stdio: 둘 다, 또는 http.address가 있어도 표준 입출력\n"
	"  call TOOL [NAME=VALUE…]   도구 하나를 실행하고 답을 출력; --json: 모든 필드\n"
	"  read URI                  kis://status 같은 리소스 하나를 읽음; --json: 내용 전부\n"
	"  list                      쓸 수 있는 도구, 프롬프트, 리소스와 인수; --json\n"
	"  check                     설정과 플러그인: 무엇이 켜져 있고 무엇이 잘못되었는지; --json\n"
	"  sync                      보관하는 종목별 과거 시세 중 아직 없는 날을 받음;\n"
	"                            --bars(일봉), --investors(투자자)만; --json: 개수를 JSON으로\n"
	"\n"
	"  --config FILE             설정 파일 (기본: $MCP_VOLUME_RANKING_CONFIG,\n"
	"                            ~/.config/mcp-volume-ranking/config.yaml,\n"
	"                            /etc/mcp-volume-ranking/config.yaml, 내장 기본값)\n"
	"  --help, --version\n"
	"\n"
	"키: 환경 변수나 .env의 KOREA_INVESTMENT_APP_KEY와 KOREA_INVESTMENT_APP_SECRET.\n"
	"없으면 가상의 데모 시장이 답합니다.\n"
	"신호: TERM 종료, HUP 설정 다시 읽기, USR1 통계 기록, USR2 보관된 답 비우기.\n"
	"종료 코드: 0 정상, 1 호출 실패, 2 사용법, 3 설정, 4 데이터 제공처, 130 중단.\n";

int cli_help(void)
{
	const char *help = str_same(phrase_locale_get(), "ko") ? help_ko : help_en;

	return fputs(help, stdout) < 0 || fflush(stdout) != 0 ? EXIT_CALL : EXIT_OK;
}

int cli_version(void)
{
	return puts("mcp-volume-ranking " HOST_VERSION) < 0 || fflush(stdout) != 0 ? EXIT_CALL
	                                                                           : EXIT_OK;
}

int cli_fault(const struct fault *f)
{
	char line[sizeof f->text];

	(void)snprintf(line, sizeof line, "%s", f->text);
	log_mask(line);
	(void)fprintf(stderr, "mcp-volume-ranking: %s\n", line);
	switch (f->status) {
	case MCP_E_CONFIG:
		return EXIT_CONFIG;
	case MCP_E_UPSTREAM:
	case MCP_E_BUSY:
	case MCP_E_CLOSED:
	case MCP_E_DEADLINE:
		return EXIT_UPSTREAM;
	default:
		return EXIT_CALL;
	}
}

int cli_usage(const char *fmt, ...)
{
	va_list args;

	(void)fputs("mcp-volume-ranking: ", stderr);
	va_start(args, fmt);
	(void)vfprintf(stderr, phrase(fmt), args);
	va_end(args);
	(void)fprintf(stderr, "\n%s\n", phrase("see mcp-volume-ranking --help"));
	return EXIT_USAGE;
}
