/** So many of something. */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`
