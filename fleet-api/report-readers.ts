import type { z } from 'zod'
import { AbordoError } from '../contract/problem.ts'
import type { newReportReaderSchema } from '../contract/share-links.ts'
import type { FleetDatabase } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { recorded } from './queries/audit-log.ts'
import {
  deleteReportReader,
  insertReportReader,
  listReportReaders,
  type ReportReaderRow,
} from './queries/report-readers.ts'

const MOST_READERS = 200

/** Adds somebody whom each month's report is sent to. Throws AbordoError (bad-request). */
export async function addReportReader(
  db: FleetDatabase,
  { address, language }: z.infer<typeof newReportReaderSchema>,
  by: By,
): Promise<ReportReaderRow> {
  return recorded(db, by, async (tx) => {
    if ((await listReportReaders(tx)).length >= MOST_READERS)
      throw new AbordoError('bad-request', `There are ${MOST_READERS} readers already: remove one first.`)
    const row = await insertReportReader(tx, { address: address.toLowerCase(), language, addedAt: by.now })
    if (row === null) throw new AbordoError('bad-request', 'The report is sent to this address already.')
    // People's addresses stand in no log.
    return { result: row, deed: { action: 'reader add', target: targetOf(row), details: { language } } }
  })
}

/** Throws AbordoError (not-found). */
export async function removeReportReader(db: FleetDatabase, readerId: number, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    const row = await deleteReportReader(tx, readerId)
    if (row === null) throw new AbordoError('not-found', 'There is no reader of this number.')
    const { language } = row
    return { result: undefined, deed: { action: 'reader remove', target: targetOf(row), details: { language } } }
  })
}

const targetOf = ({ readerId }: ReportReaderRow) => ({ kind: 'reader' as const, id: String(readerId) })
