import { and, asc, desc, eq, gte, lt, notInArray, or, sql } from 'drizzle-orm'
import type { FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { carrierBill, carrierBillLine, gatewayModemDay, sim } from '../../db/fleet/schema.ts'
import type { BillLine } from '../billing/read-bill.ts'

export type BillRow = typeof carrierBill.$inferSelect
/** Rows of one statement. */
const AT_ONCE = 1000

/** The newest months first, from the one after `before`. */
export async function listBills(
  db: FleetReads,
  { before, rows }: { before: Pick<BillRow, 'month' | 'billId'> | null; rows: number },
): Promise<BillRow[]> {
  const { month, billId } = carrierBill
  const after =
    before === null ? undefined : or(lt(month, before.month), and(eq(month, before.month), lt(billId, before.billId)))
  return db.select().from(carrierBill).where(after).orderBy(desc(month), desc(billId)).limit(rows)
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
  days: { from: number; to: number },
): Promise<MeasuredLine[]> {
  return db
    .select({
      sim: carrierBillLine.sim,
      octets: carrierBillLine.octets,
      amountCents: carrierBillLine.amountCents,
      gatewayId: sim.gatewayId,
      port: sim.port,
      measured: measuredOver(db, days),
    })
    .from(carrierBillLine)
    .leftJoin(sim, eq(sim.sim, carrierBillLine.sim))
    .where(eq(carrierBillLine.billId, billId))
    .orderBy(asc(carrierBillLine.sim))
}

/** What was measured over SIMs that are on no bill of a month, the most first. */
export async function notBilledIn(db: FleetReads, month: string, days: { from: number; to: number }) {
  const billed = db
    .select({ sim: carrierBillLine.sim })
    .from(carrierBillLine)
    .innerJoin(carrierBill, eq(carrierBill.billId, carrierBillLine.billId))
    .where(eq(carrierBill.month, month))
  const rows = await db
    .select({ gatewayId: sim.gatewayId, port: sim.port, measured: measuredOver(db, days) })
    .from(sim)
    .where(notInArray(sim.sim, billed))
    .orderBy(asc(sim.gatewayId), asc(sim.port))
  return rows
    .map(({ measured, ...place }) => ({ ...place, measuredOctets: measured ?? 0 }))
    .filter(({ measuredOctets }) => measuredOctets > 0)
    .sort((a, b) => b.measuredOctets - a.measuredOctets)
}

/** Octets received and sent over a row's SIM; null: nothing was measured. By the key, SIM by SIM: grouping a fleet's days takes ten times as long. */
function measuredOver(db: FleetReads, { from, to }: { from: number; to: number }) {
  const { gatewayId, port, dayAt, receivedOctets, sentOctets } = gatewayModemDay
  const over = db
    .select({ octets: sql`sum(${receivedOctets} + ${sentOctets})` })
    .from(gatewayModemDay)
    .where(and(eq(gatewayId, sim.gatewayId), eq(port, sim.port), gte(dayAt, from), lt(dayAt, to)))
  return sql<number | null>`(${over})`.mapWith(Number)
}
