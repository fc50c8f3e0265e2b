import { and, asc, count, desc, eq, gte, inArray, lt, sum } from 'drizzle-orm'
import type { FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { carrierBill, carrierBillLine, gatewayModemDay, sim } from '../../db/fleet/schema.ts'
import type { BillLine } from '../billing/read-bill.ts'

export type BillRow = typeof carrierBill.$inferSelect
/** Rows of one statement. */
const AT_ONCE = 1000

/** The newest months first. */
export async function listBills(db: FleetReads): Promise<BillRow[]> {
  return db.select().from(carrierBill).orderBy(desc(carrierBill.month), asc(carrierBill.carrier))
}

export async function findBill(db: FleetReads, billId: number): Promise<BillRow | null> {
  const [row] = await db.select().from(carrierBill).where(eq(carrierBill.billId, billId))
  return row ?? null
}

export async function billOf(db: FleetReads, { carrier, month }: Pick<BillRow, 'carrier' | 'month'>) {
  const same = and(eq(carrierBill.carrier, carrier), eq(carrierBill.month, month))
  const [row] = await db.select().from(carrierBill).where(same)
  return row ?? null
}

export async function insertBill(
  tx: FleetTransaction,
  added: Omit<BillRow, 'billId'>,
  lines: readonly BillLine[],
): Promise<BillRow | null> {
  const [row] = await tx.insert(carrierBill).values(added).returning()
  if (!row) return null
  for (let at = 0; at < lines.length; at += AT_ONCE) {
    const piece = lines.slice(at, at + AT_ONCE)
    await tx.insert(carrierBillLine).values(piece.map((line) => ({ billId: row.billId, ...line })))
  }
  return row
}

/** The bill that is gone now, with its lines; null: there was none of this number. */
export async function deleteBill(tx: FleetTransaction, billId: number): Promise<BillRow | null> {
  await tx.delete(carrierBillLine).where(eq(carrierBillLine.billId, billId))
  const [row] = await tx.delete(carrierBill).where(eq(carrierBill.billId, billId)).returning()
  return row ?? null
}

export interface MeasuredLine extends BillLine {
  /** Where the SIM is; null: nobody has said so. */
  gatewayId: string | null
  port: string | null
  /** Octets received and sent in the days; null: nothing was measured. */
  measured: number | null
}

/** What a bill charges for each SIM, and what was measured over it in some days of UTC (seconds since 1970, half open). */
export async function measuredLines(
  db: FleetReads,
  billId: number,
  { from, to }: { from: number; to: number },
): Promise<MeasuredLine[]> {
  const { gatewayId, port, dayAt, receivedOctets, sentOctets } = gatewayModemDay
  const rows = await db
    .select({
      sim: carrierBillLine.sim,
      octets: carrierBillLine.octets,
      amountCents: carrierBillLine.amountCents,
      gatewayId: sim.gatewayId,
      port: sim.port,
      days: count(dayAt),
      received: sum(receivedOctets).mapWith(Number),
      sent: sum(sentOctets).mapWith(Number),
    })
    .from(carrierBillLine)
    .leftJoin(sim, eq(sim.sim, carrierBillLine.sim))
    .leftJoin(gatewayModemDay, and(eq(gatewayId, sim.gatewayId), eq(port, sim.port), gte(dayAt, from), lt(dayAt, to)))
    .where(eq(carrierBillLine.billId, billId))
    .groupBy(carrierBillLine.sim, carrierBillLine.octets, carrierBillLine.amountCents, sim.gatewayId, sim.port)
    .orderBy(asc(carrierBillLine.sim))
  return rows.map(({ days, received, sent, ...line }) => ({ ...line, measured: days === 0 ? null : received + sent }))
}

/** Where the SIMs are that stand on any bill of a month. */
export async function placesBilledIn(db: FleetReads, month: string): Promise<{ gatewayId: string; port: string }[]> {
  const ofMonth = db.select({ billId: carrierBill.billId }).from(carrierBill).where(eq(carrierBill.month, month))
  return db
    .select({ gatewayId: sim.gatewayId, port: sim.port })
    .from(sim)
    .innerJoin(carrierBillLine, eq(carrierBillLine.sim, sim.sim))
    .where(inArray(carrierBillLine.billId, ofMonth))
    .groupBy(sim.gatewayId, sim.port)
}
