/* demo_names - names that no one bears. */
#ifndef DEMO_DEMO_NAMES_H
#define DEMO_DEMO_NAMES_H

#include <stddef.h>
#include <stdint.h>

#define DEMO_STEMS 4096 /* different stems */

/* "넬도": two syllables that open no known company's name. `n` below DEMO_STEMS; another n is
 * another stem. */
void demo_names_stem(uint64_t key, uint32_t n, char *ret, size_t room);
/* "HAEDAL 반도체 레버리지"; different for every n below 1,280. */
void demo_names_etf(uint32_t n, char *ret, size_t room);
/* "달무리 인버스 밀 선물 ETN"; different for every n below 480. */
void demo_names_etn(uint32_t n, char *ret, size_t room);

#endif
