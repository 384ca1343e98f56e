/** How long a page may take where other work keeps all cores busy, in milliseconds. */
export const busyMachineMs = 120_000
