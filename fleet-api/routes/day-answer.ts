import type { Context } from 'hono'
import type { DeviceDayAnswer } from '../../contract/devices.ts'
import type { RoamingDayAnswer } from '../../contract/roaming.ts'

/** Tells a gateway of the day that is on (seconds since 1970, half open) and its key; null: there is none for it. `now`: ms since 1970. */
export function answerDay(
  c: Context,
  day: { date: string; fromAt: number; toAt: number; key: string } | null,
  now: number,
): Response {
  c.header('Cache-Control', 'no-store')
  if (day === null) return c.body(null, 204)
  return c.json({
    date: day.date,
    from: new Date(day.fromAt * 1000).toISOString(),
    to: new Date(day.toAt * 1000).toISOString(),
    key: day.key,
    serverAt: new Date(now).toISOString(),
  } satisfies DeviceDayAnswer & RoamingDayAnswer)
}
