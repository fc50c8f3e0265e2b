import type { AlertWords } from '../../contract/alerts.ts'
import type { NoticeLanguage } from '../../contract/channels.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { alertText, textedOf } from '../notify/texts/alert-text.ts'
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
      const { line, cause, first } = alertText(textedOf(row), { language, timezone, now })
      return [row.alert.alertId, { title: line, cause, first }]
    }),
  )
}
