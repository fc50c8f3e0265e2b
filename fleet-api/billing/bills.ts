import type { z } from 'zod'
import type { BillAnswer, newBillSchema } from '../../contract/bills.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import type { By } from '../audit.ts'
import { recorded } from '../queries/audit-log.ts'
import { type BillRow, billOf, deleteBill, findBill, insertBill, measuredLines, notBilledIn } from '../queries/bills.ts'
import { gatewaysAfter } from '../queries/gateways.ts'
import { lockByName } from '../queries/settings.ts'
import { listSims, replaceSims } from '../queries/sims.ts'
import { compareBill, compareLine, utcMonth } from './compare.ts'
import { readBill } from './read-bill.ts'
import { readSims } from './read-sims.ts'

/** Keeps a carrier's bill, all of it. Throws AbordoError (bad-csv; bad-request: it is here already). */
export async function importBill(
  db: FleetDatabase,
  { carrier, month, csv }: z.infer<typeof newBillSchema>,
  by: By,
): Promise<BillRow> {
  const lines = readBill(csv)
  return recorded(db, by, async (tx) => {
    // Sent twice at the same moment it is here once.
    await lockByName(tx, 'bills-lock')
    if ((await billOf(tx, { carrier, month })) !== null)
      throw new AbordoError(
        'bad-request',
        `The bill of ${carrier} for ${month} is here already: remove that one first.`,
      )
    const row = await insertBill(tx, { carrier, month, importedAt: by.now }, lines)
    if (row === null) throw new AbordoError('internal')
    const octets = lines.reduce((sum, line) => sum + line.octets, 0)
    const details = { carrier, month, sims: lines.length, octets }
    return { result: row, deed: { action: 'bill import', target: targetOf(row), details } }
  })
}

/** Throws AbordoError (not-found). */
export async function removeBill(db: FleetDatabase, billId: number, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    const row = await deleteBill(tx, billId)
    if (row === null) throw noBill()
    const { carrier, month } = row
    return { result: undefined, deed: { action: 'bill remove', target: targetOf(row), details: { carrier, month } } }
  })
}

/** A bill beside what was measured on board, SIM by SIM. Throws AbordoError (not-found). */
export async function describeBill(db: FleetDatabase, billId: number): Promise<BillAnswer> {
  const row = await findBill(db, billId)
  if (row === null) throw noBill()
  const days = utcMonth(row.month)
  const lines = await measuredLines(db, billId, days)
  return {
    ...compareBill(row, lines),
    lines: lines.map(compareLine),
    notBilled: await notBilledIn(db, row.month, days),
  }
}

/** Says which SIM is in which gateway, in the place of what was said before. Throws AbordoError (bad-csv). Returns how many there are. */
export async function setSims(db: FleetDatabase, csv: string, by: By): Promise<number> {
  const known = new Set(
    (await gatewaysAfter(db, { after: undefined, rows: undefined })).map(({ gatewayId }) => gatewayId),
  )
  const places = readSims(csv, (gatewayId) => known.has(gatewayId))
  return recorded(db, by, async (tx) => {
    const before = await listSims(tx)
    await replaceSims(tx, places)
    const details = { sims: [before.length, places.length] }
    return { result: places.length, deed: { action: 'sims set', target: { kind: 'sims', id: 'all' }, details } }
  })
}

const targetOf = ({ billId }: BillRow) => ({ kind: 'bill' as const, id: String(billId) })
const noBill = () => new AbordoError('not-found', 'There is no bill of this number.')
