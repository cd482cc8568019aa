/* elicit_form - forms a client can show: flat, of plain fields. */
#ifndef HOST_PROTO_ELICIT_FORM_H
#define HOST_PROTO_ELICIT_FORM_H

#include "base/buf.h"

/* What is wrong with a requestedSchema (checked JSON, or absent): a short phrase, or NULL. */
const char *form_problem(struct span schema);
/* Appends the form as 2025-06-18 knows it: presets of flags only, titled choices as enum and
 * enumNames. False: it lets choose several, which that revision cannot. */
bool form_lower(struct span schema, struct buf *ret);

#endif
