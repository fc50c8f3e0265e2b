/** Of what a report is: a whole month, or the dates from one to another, both included. */
export type Period = { month: string } | { from: string; to: string }

/** What the page shows, by what its path says after its name. */
export type Where =
  | { kind: 'months' }
  | { kind: 'report'; period: Period }
  | { kind: 'bills' }
  | { kind: 'bill'; id: number }
  | { kind: 'nothing' }

export function whereOf([first, second, ...more]: readonly string[]): Where {
  if (more.length > 0) return { kind: 'nothing' }
  if (first === undefined) return { kind: 'months' }
  if (first === 'bills') {
    if (second === undefined) return { kind: 'bills' }
    return /^[1-9]\d{0,9}$/.test(second) ? { kind: 'bill', id: Number(second) } : { kind: 'nothing' }
  }
  if (second === undefined) return isMonth(first) ? { kind: 'report', period: { month: first } } : { kind: 'nothing' }
  return isDate(first) && isDate(second) && first <= second
    ? { kind: 'report', period: { from: first, to: second } }
    : { kind: 'nothing' }
}

/** The query by which the fleet's routes name a period. */
export function queryOf(period: Period): string {
  return new URLSearchParams({ ...period }).toString()
}

export function pathOf(period: Period): string {
  return 'month' in period ? `/reports/${period.month}` : `/reports/${period.from}/${period.to}`
}

/** YYYY-MM-DD of the calendar: the 30th of February is none. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text)
}

const isMonth = (text: string) => /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
