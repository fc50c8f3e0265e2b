import type { Format } from '../../format.ts'
import type { MapWords } from './words.ts'

/** How long ago something was, in whole minutes: the page looks at the clock once a minute. Times are ms since 1970, or ISO 8601. */
export function ageText(at: string, now: number, format: Format, said: Pick<MapWords, 'underAMinute'>): string {
  const age = now - Date.parse(at)
  return age < 60_000 ? said.underAMinute : format.ago(age)
}
