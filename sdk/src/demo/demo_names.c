/* demo_names - invented names. The first syllables are such as no listed company starts with. */
#include "demo/demo_names.h"

#include <stdio.h>

static const char first[64][4] = { "긱", "겐", "곱", "굼", "귤", "넬", "놉", "눌", "닐", "댄", "돗",
	"둔", "딤", "랄", "렘", "롱", "룬", "릿", "묄", "멩", "뭇", "믹", "벰", "벅", "븜", "빕",
	"샐", "쇽", "숄", "슐", "앵", "얌", "옐", "옴", "욜", "웜", "윔", "쟌", "젬", "젝", "줌",
	"촐", "첼", "촘", "춤", "캉", "켈", "콤", "쿰", "팃", "텁", "톰", "툰", "팟", "펠", "퐁",
	"퓸", "핌", "핼", "헴", "홉", "훔", "휭", "힝" };

static const char second[64][4] = { "가", "갸", "고", "교", "구", "규", "기", "나", "냐", "노",
	"뇨", "누", "뉴", "니", "다", "도", "듸", "듀", "디", "라", "랴", "로", "료", "루", "류",
	"마", "먀", "모", "묘", "무", "뮤", "바", "뱌", "보", "부", "뷰", "비", "사", "소", "쇼",
	"수", "슈", "아", "야", "오", "요", "위", "유", "자", "조", "주", "쥬", "차", "초", "추",
	"츄", "치", "코", "쿠", "큐", "타", "토", "투", "튜" };

static const char *const etf_brands[8] = { "HAEDAL", "MUJIGAE", "BYEOLI", "GOMDORI", "NABI",
	"SANSAE", "DOLGORAE", "TOKKI" };

static const char *const etf_themes[40] = { "대형200", "코스닥대형150", "반도체", "2차전지",
	"바이오헬스", "은행", "증권", "보험", "자동차", "조선", "방위산업", "원자력", "철강",
	"건설", "화장품", "게임", "미디어", "인터넷", "로봇", "우주항공", "고배당", "배당성장",
	"가치주", "성장주", "중소형", "리츠인프라", "국고채3년", "국고채10년", "단기채권", "회사채",
	"미국대형500", "미국기술100", "일본대형", "유럽대형", "인도대형", "중국대형", "금현물",
	"은선물", "원유선물", "달러선물" };

static const char *const etf_kinds[4] = { "", " 레버리지", " 인버스", " 액티브" };

static const char *const etn_brands[5] = { "달무리", "새녘", "물안개", "솔숲", "돌담" };

static const char *const etn_themes[24] = { "금", "은", "구리", "알루미늄", "니켈", "원유",
	"천연가스", "옥수수", "대두", "밀", "설탕", "커피", "코코아", "면화", "대형200",
	"코스닥대형150", "반도체", "2차전지", "국고채10년", "미국채30년", "달러", "엔", "유로",
	"변동성" };

static const char *const etn_kinds[4] = { "", "레버리지 ", "인버스 ", "인버스 2X " };

void demo_names_stem(uint64_t key, uint32_t n, char *ret, size_t room)
{
	/* An odd step visits every stem once. */
	const uint32_t at = (uint32_t)(n * 2477u + (uint32_t)(key >> 40)) % DEMO_STEMS;

	(void)snprintf(ret, room, "%s%s", first[at / 64], second[at % 64]);
}

void demo_names_etf(uint32_t n, char *ret, size_t room)
{
	(void)snprintf(ret, room, "%s %s%s", etf_brands[n % 8], etf_themes[n / 8 % 40],
		etf_kinds[n / 320 % 4]);
}

void demo_names_etn(uint32_t n, char *ret, size_t room)
{
	(void)snprintf(ret, room, "%s %s%s 선물 ETN", etn_brands[n % 5], etn_kinds[n / 120 % 4],
		etn_themes[n / 5 % 24]);
}
