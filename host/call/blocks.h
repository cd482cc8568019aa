/* blocks - a tool's own content blocks, with what every answer must say beside them. */
#ifndef HOST_CALL_BLOCKS_H
#define HOST_CALL_BLOCKS_H

#include "host/call/answer.h"

/* `"content":[…]`: the blocks of `end`, then its text unless a block is text already; the banner
 * first when figures are not real, how they stand at the end. A structured value without any text
 * is given as text, too. Returns ANSWER_HAS_… of the blocks. */
uint32_t blocks_write(const struct call_end *end, const struct provenance *from,
	const struct answer_options *options, struct buf *ret);

#endif
