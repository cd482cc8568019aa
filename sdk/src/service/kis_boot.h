/* kis_boot - which start of the machine this is: monotonic times of another boot mean nothing. */
#ifndef SERVICE_KIS_BOOT_H
#define SERVICE_KIS_BOOT_H

#define KIS_BOOT_ROOM 40

/* The kernel's boot id; empty when it gives none. */
void kis_boot(char ret[KIS_BOOT_ROOM]);

#endif
