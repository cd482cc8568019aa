/* demo_sector - sectors of both markets (names as KIS gives them) and scopes. */
#include "demo/demo_sector.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

/* clang-format off */
static const struct demo_sector sectors[] = {
	{ 1, 0, DEMO_KOSPI, 0, "종합", "" },
	{ 2, 0, DEMO_KOSPI, 0, "대형주", "" },
	{ 3, 0, DEMO_KOSPI, 0, "중형주", "" },
	{ 4, 0, DEMO_KOSPI, 0, "소형주", "" },
	{ 5, 27, DEMO_KOSPI, 5, "음식료·담배", "식품|제과|푸드" },
	{ 6, 27, DEMO_KOSPI, 3, "섬유·의류", "섬유|방직|어패럴" },
	{ 7, 27, DEMO_KOSPI, 3, "종이·목재", "제지|펄프|목재" },
	{ 8, 27, DEMO_KOSPI, 10, "화학", "화학|케미칼|소재" },
	{ 9, 27, DEMO_KOSPI, 6, "제약", "제약|바이오|약품" },
	{ 10, 27, DEMO_KOSPI, 3, "비금속", "시멘트|세라믹|글라스" },
	{ 11, 27, DEMO_KOSPI, 6, "금속", "제강|금속|스틸" },
	{ 12, 27, DEMO_KOSPI, 7, "기계·장비", "기계|중공업|엔진" },
	{ 13, 27, DEMO_KOSPI, 12, "전기·전자", "전자|반도체|전기" },
	{ 14, 27, DEMO_KOSPI, 2, "의료·정밀기기", "정밀|메디칼|광학" },
	{ 15, 27, DEMO_KOSPI, 8, "운송장비·부품", "모터스|조선|기공" },
	{ 16, 0, DEMO_KOSPI, 7, "유통", "상사|리테일|유통" },
	{ 17, 0, DEMO_KOSPI, 2, "전기·가스", "가스|에너지" },
	{ 18, 0, DEMO_KOSPI, 4, "건설", "건설|이앤씨|산업개발" },
	{ 19, 0, DEMO_KOSPI, 3, "운송·창고", "해운|물류|항공" },
	{ 20, 0, DEMO_KOSPI, 1, "통신", "통신|텔레콤" },
	{ 21, 0, DEMO_KOSPI, 7, "금융", "홀딩스|지주|캐피탈" },
	{ 24, 21, DEMO_KOSPI, 2, "증권", "증권" },
	{ 25, 21, DEMO_KOSPI, 1, "보험", "화재|생명" },
	{ 26, 0, DEMO_KOSPI, 4, "일반서비스", "산업|서비스|리서치" },
	{ 27, 0, DEMO_KOSPI, 0, "제조", "" },
	{ 28, 0, DEMO_KOSPI, 0, "부동산", "리츠" },
	{ 29, 0, DEMO_KOSPI, 3, "IT 서비스", "소프트|시스템즈|데이타" },
	{ 30, 0, DEMO_KOSPI, 1, "오락·문화", "엔터|미디어" },
	{ 1001, 0, DEMO_KOSDAQ, 0, "종합", "" },
	{ 1006, 0, DEMO_KOSDAQ, 18, "일반서비스", "소프트|게임즈|로보틱스|플랫폼" },
	{ 1011, 0, DEMO_KOSDAQ, 4, "유통", "유통|코리아|트레이드" },
	{ 1013, 0, DEMO_KOSDAQ, 1, "운송·창고", "로지스|물류" },
	{ 1014, 0, DEMO_KOSDAQ, 3, "금융", "인베스트|벤처스" },
	{ 1019, 1009, DEMO_KOSDAQ, 3, "음식료·담배", "푸드|에프앤비" },
	{ 1020, 1009, DEMO_KOSDAQ, 1, "섬유·의류", "패션|텍스" },
	{ 1021, 1009, DEMO_KOSDAQ, 1, "종이·목재", "페이퍼|우드" },
	{ 1022, 1009, DEMO_KOSDAQ, 1, "출판·매체복제", "북스|출판" },
	{ 1023, 1009, DEMO_KOSDAQ, 8, "화학", "켐|화학|머티리얼즈" },
	{ 1024, 1009, DEMO_KOSDAQ, 10, "제약", "바이오|팜|테라퓨틱스|젠" },
	{ 1025, 1009, DEMO_KOSDAQ, 2, "비금속", "세라믹스|글라스" },
	{ 1026, 1009, DEMO_KOSDAQ, 4, "금속", "메탈|스틸|금속" },
	{ 1027, 1009, DEMO_KOSDAQ, 15, "기계·장비", "테크|엔지니어링|기계" },
	{ 1028, 1009, DEMO_KOSDAQ, 17, "전기·전자", "전자|일렉트로닉스|디스플레이|파워" },
	{ 1029, 1009, DEMO_KOSDAQ, 7, "의료·정밀기기", "메디칼|메디텍|헬스케어" },
	{ 1030, 1009, DEMO_KOSDAQ, 4, "운송장비·부품", "오토|모빌리티|에어로" },
	{ 1031, 1009, DEMO_KOSDAQ, 1, "기타제조", "산업|공방" },
};
/* clang-format on */

const struct demo_sector *demo_sector_all(uint32_t *ret_count)
{
	*ret_count = COUNT_OF(sectors);
	return sectors;
}

const struct demo_sector *demo_sector_find(int code)
{
	for (size_t i = 0; i < COUNT_OF(sectors); i++) {
		if (sectors[i].code == code)
			return &sectors[i];
	}
	return NULL;
}

const struct demo_sector *demo_sector_draw(enum demo_market market, double part)
{
	const struct demo_sector *last = NULL;
	double left = part * 100.0;

	for (size_t i = 0; i < COUNT_OF(sectors); i++) {
		if (sectors[i].market != market || sectors[i].weight == 0)
			continue;
		last = &sectors[i];
		left -= last->weight;
		if (left < 0)
			break;
	}
	return last;
}

bool demo_scope_parse(const char *text, int *ret)
{
	char *end;
	const long code = strtol(text, &end, 10);

	if (strlen(text) != 4 || *end != '\0')
		return false;
	if (code != 0 && code != 1009 && code != 2001 && code != 3003 && code != 4001 &&
		!demo_sector_find((int)code))
		return false;
	*ret = (int)code;
	return true;
}

bool demo_scope_covers(int scope, const struct demo_issue *issue)
{
	const struct demo_sector *s;

	switch (scope) {
	case 0:
		return issue->market != DEMO_KONEX;
	case 1:
		return issue->market == DEMO_KOSPI;
	case 1001:
		return issue->market == DEMO_KOSDAQ;
	case 2:
	case 3:
	case 4:
		return issue->market == DEMO_KOSPI && issue->size + 1 == scope;
	case 2001:
		return issue->market == DEMO_KOSPI && (issue->flags & DEMO_INDEX_MEMBER);
	case 3003:
		return issue->market == DEMO_KOSDAQ && (issue->flags & DEMO_INDEX_MEMBER);
	case 4001:
		return issue->flags & DEMO_KRX100;
	default:
		break;
	}
	if (issue->sector == 0)
		return false;
	if (issue->sector == scope)
		return true;
	s = demo_sector_find(issue->sector);
	return s && s->parent == scope;
}
