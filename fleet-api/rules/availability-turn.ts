/** A day of the city (its start, seconds since 1970) whose availability is to be worked out, and how many reports it has now. */
export interface Turn {
  dayAt: number
  reports: number
}

/** How a day was worked out last: from how many reports, when that began (ms since 1970), whether it ended. */
export interface Turned {
  reports: number
  at: number
  done: boolean
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** A day that somebody began and has not ended for so long is begun anew. */
const GIVEN_UP_MS = 10 * MINUTE_MS

/**
 * The day to work out next: the newest one of which there is more to say than when it was last looked at. Of a place that was without power
 * only its return tells, so a day is looked at once more when the day after it is over. `days`: newest first.
 */
export function nextTurn(
  days: Turn[],
  turned: Readonly<Record<string, Turned>>,
  { today, now }: { today: number; now: number },
): Turn | null {
  const next = days.find(({ dayAt, reports }) => {
    const last = turned[dayAt]
    if (!last) return true
    const since = now - last.at
    if (!last.done) return since >= GIVEN_UP_MS
    const final = dayAt * 1000 + 2 * DAY_MS
    const isDue = last.reports !== reports || (last.at < final && final <= now)
    return isDue && since >= pauseOf(now - dayAt * 1000, dayAt === today)
  })
  return next ?? null
}

/** The older a day, the fewer late reports it has, and the less anybody waits for them. */
function pauseOf(age: number, isToday: boolean): number {
  if (isToday) return 10 * MINUTE_MS
  return age < 2 * DAY_MS ? 60 * MINUTE_MS : 6 * 60 * MINUTE_MS
}
