import { FEWEST_TOLD } from '../../../contract/city-report.ts'
import { CITY_ROW } from '../../../contract/report-rows.ts'
import { isoInZone } from '../../rules/zone.ts'
import type { AddedUp } from './added-up.ts'
import { type Finding, type ReportSource, rowInWords, told } from './source.ts'

/**
 * What is carried is fewer than ten sessions of a row: what came from the month before, what goes to the next, and what came late when the
 * month was final.
 */
const MOST_CARRIED = 3 * (FEWEST_TOLD - 1)

/** Whether each entry that was published stands for ten sessions or more, and whether they are what riders did, but for what is carried. */
export async function checkPublished(source: ReportSource, { rows }: AddedUp): Promise<Finding> {
  const wrong: string[] = []
  const sessions = new Map<string, number>()
  for (const ofDate of rows.values()) {
    for (const [rowKey, sums] of ofDate) sessions.set(rowKey, (sessions.get(rowKey) ?? 0) + sums.sessions)
  }
  for await (const entries of source.published()) {
    for (const { rowKey, dayAt, sessions: count } of entries) {
      const where = `${rowInWords(rowKey)}, ${isoInZone(source.inputs.timezone, dayAt).slice(0, 10)}`
      if (Math.abs(count) < FEWEST_TOLD) wrong.push(`${where}: an entry of ${told(count)} sessions was published`)
      if (rowKey !== CITY_ROW) sessions.set(rowKey, (sessions.get(rowKey) ?? 0) - count)
    }
  }
  for (const [rowKey, apart] of sessions) {
    if (Math.abs(apart) <= MOST_CARRIED) continue
    const side = apart > 0 ? 'fewer' : 'more'
    wrong.push(`${rowInWords(rowKey)}: ${told(Math.abs(apart))} sessions ${side} published than archived`)
  }
  return { check: 'what was published is what riders did, ten sessions or more at a time', wrong, notes: [] }
}
