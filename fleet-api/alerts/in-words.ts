import type { AlertWords } from '../../contract/alerts.ts'
import type { NoticeLanguage } from '../../contract/channels.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { UNKNOWN_ROUTE } from '../../db/fleet/schema.ts'
import { alertText } from '../notify/texts/alert-text.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { alertsAndNames } from '../queries/told-alerts.ts'

/** What alerts say in a language, by their ids: the words that e-mails have too. `now`: ms since 1970. */
export async function alertsInWords(
  db: FleetDatabase,
  ids: readonly number[],
  language: NoticeLanguage,
  now: number,
): Promise<Map<number, AlertWords>> {
  const timezone = await cityTimezone(db)
  const rows = await alertsAndNames(db, ids)
  return new Map(
    rows.map((row) => {
      const { alertId, routeId } = row.alert
      const route = row.routeShortName || row.routeLongName || (routeId === UNKNOWN_ROUTE ? null : routeId)
      const { line, cause, first } = alertText({ ...row.alert, ...row, route }, { language, timezone, now })
      return [alertId, { title: line, cause, first }]
    }),
  )
}
