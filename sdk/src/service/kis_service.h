/* kis_service - raw calls for tools: service kis/1. */
#ifndef SERVICE_KIS_SERVICE_H
#define SERVICE_KIS_SERVICE_H

#include "service/kis_client.h"
#include "service/service.h"

struct kis_service;

/* NULL when memory is out. */
struct kis_service *kis_service_new(const struct env *env, struct kis *kis);
void kis_service_free(struct kis_service *s); /* accepts NULL; what is under way ends cancelled */

/* Starts "rows": {"endpoint","output","params":[["NAME","value"],…],"columns":["field",…]}. The
 * completion's rows hold KIS's own texts, or null. */
void kis_service_start(struct kis_service *s, const struct service_request *request);
void kis_service_cancel(struct kis_service *s, uint64_t id);

#endif
