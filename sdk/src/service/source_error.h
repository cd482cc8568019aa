/* source_error - what an answer of OpenDART or KRX means. kis_judge asks here for their kinds. */
#ifndef SERVICE_SOURCE_ERROR_H
#define SERVICE_SOURCE_ERROR_H

#include "service/kis_error.h"

/* Status 000, and 013 which means that there is nothing, are good. */
enum kis_verdict source_error_dart(const struct kis_exchange *x, struct fault *f);
/* Good with an array OutBlock_1, be it empty. */
enum kis_verdict source_error_krx(const struct kis_exchange *x, struct fault *f);

#endif
