/** This program's version, as reports carry it. */
export const SOFTWARE = 'abordo 0.1.0'
