import type { FleetDatabase } from '../../db/fleet/open.ts'
import { fleetSetting } from '../fleet-settings.ts'
import type { Log } from '../log.ts'
import {
  newestFinalMonth,
  noteMonth,
  notePutOff,
  type ReaderRow,
  readersDue,
  takeUpReader,
} from '../queries/report-mail.ts'
import { cityReport } from '../report/city-report.ts'
import type { Attempt } from '../rules/delivery-attempts.ts'
import { nextMailAt } from '../rules/report-mail.ts'
import type { Mailer } from './email.ts'
import { reportMail } from './report-mail.ts'

/** How long an attempt may take, ms; and longer than any: where the process that makes it is killed, another one tries again. */
const ATTEMPT_MS = 60_000
const IN_HAND_MS = 2 * ATTEMPT_MS

export interface ReportSenderDeps {
  db: FleetDatabase
  /** ms since 1970. */
  now: () => number
  /** Null: SMTP_URL is not set, so nothing is sent, and nothing is counted as tried. */
  mailer: Mailer | null
  publicUrl: string | null
  log: Log
}

export interface ReportSender {
  /** Sends the newest final month to who has not got it, one after another. */
  sendDue(): Promise<void>
  stop(): Promise<void>
}

/** Sends each month's report once it is final. An attempt is written down before it is made, so of several processes one makes it. */
export function createReportSender(deps: ReportSenderDeps): ReportSender {
  const ending = new AbortController()
  let busy: Promise<void> | null = null
  return {
    sendDue() {
      busy ??= sendAll(deps, ending.signal).finally(() => {
        busy = null
      })
      return busy
    },
    async stop() {
      ending.abort()
      await busy?.catch(() => undefined)
    },
  }
}

async function sendAll(deps: ReportSenderDeps, ending: AbortSignal): Promise<void> {
  const { db, now, mailer } = deps
  const month = mailer === null ? null : await newestFinalMonth(db)
  if (mailer === null || month === null) return
  for (const reader of await readersDue(db, month, now())) {
    if (ending.aborted) return
    const taken = await takeUpReader(db, reader, now() + IN_HAND_MS)
    if (taken === null) continue
    const attempt = await sendTo(deps, mailer, taken, month, ending)
    // What was broken off is tried again when it is no longer in hand.
    if (ending.aborted && attempt.went !== 'sent') return
    await keep(deps, taken, month, attempt)
  }
}

async function sendTo(
  { db, now, publicUrl }: ReportSenderDeps,
  mailer: Mailer,
  { readerId, address, language }: ReaderRow,
  month: string,
  ending: AbortSignal,
): Promise<Attempt> {
  const report = await cityReport(db, { month }, now())
  const publication = await fleetSetting(db, 'publication')
  // The same at each attempt: a mail program shows what came twice once.
  const ids = { deliveryId: `report.${month}.${readerId}`, madeAt: Date.parse(report.madeAt), alertId: null }
  const message = reportMail(report, { language, publication, publicUrl })
  return mailer.send(address, message, ids, AbortSignal.any([ending, AbortSignal.timeout(ATTEMPT_MS)]))
}

async function keep(
  { db, now, log }: ReportSenderDeps,
  reader: ReaderRow,
  month: string,
  attempt: Attempt,
): Promise<void> {
  const { readerId, attempts } = reader
  if (attempt.went === 'sent') return db.transaction((tx) => noteMonth(tx, readerId, month, null))
  const { failure, went } = attempt
  const dueAt = nextMailAt(went, attempts, now())
  if (dueAt === null) log(`the report of ${month} could not be sent to a reader (${readerId}): ${failure}`)
  await db.transaction((tx) =>
    dueAt === null ? noteMonth(tx, readerId, month, failure) : notePutOff(tx, readerId, dueAt, failure),
  )
}
