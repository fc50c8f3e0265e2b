/**
 * The longest range of each step of riders by route, seconds: what a chart can show and one answer can carry. Apart from the schemas, so
 * that the dashboard has it without them.
 */
export const LONGEST_RANGE_S = { minute: 2 * 86_400, hour: 93 * 86_400, day: 3 * 366 * 86_400 } as const

/** Reports of a minute may come for so long after it, seconds: until then what was counted is provisional. */
export const LATE_WINDOW_S = 7 * 86_400
