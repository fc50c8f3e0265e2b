/** What a NUL character looks like in JSON; raw it is no JSON. */
const ESCAPED = '\\u0000'

export const NUL_REFUSED = 'holds a NUL character, which no text has'

/** Whether JSON can hold a NUL character at all: cheap, and almost always the end of it. */
export function mayHoldNul(json: string): boolean {
  return json.includes(ESCAPED)
}

/** Whether any text of a value, or any name of a field, holds a NUL character, which PostgreSQL cannot store. */
export function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0')
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) ? value.some(holdsNul) : Object.entries(value).some((entry) => entry.some(holdsNul))
}
