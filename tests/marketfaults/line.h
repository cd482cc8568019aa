/* line - the wire of a world. */
#ifndef MARKETFAULTS_LINE_H
#define MARKETFAULTS_LINE_H

#include "world.h"

extern const struct wire_ops line_ops;

#endif
