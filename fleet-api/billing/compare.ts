import type { Bill, BilledSim } from '../../contract/bills.ts'
import type { BillRow, MeasuredLine } from '../queries/bills.ts'

/** From the first day of a month (YYYY-MM) of UTC to the first day of the next, seconds since 1970: SIMs' data is counted by days of UTC. */
export function utcMonth(month: string): { from: number; to: number } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return { from: Date.UTC(year, number - 1) / 1000, to: Date.UTC(year, number) / 1000 }
}

/** A bill as a whole: what is billed of the SIMs that were measured, beside what was measured. */
export function compareBill({ billId, carrier, month, importedAt }: BillRow, lines: readonly MeasuredLine[]): Bill {
  const compared = lines.filter(({ measured }) => measured !== null)
  const amounts = lines.flatMap(({ amountCents }) => amountCents ?? [])
  const comparedOctets = total(compared.map(({ octets }) => octets))
  const measuredOctets = total(compared.map(({ measured }) => measured ?? 0))
  return {
    id: billId,
    carrier,
    month,
    importedAt: new Date(importedAt).toISOString(),
    sims: lines.length,
    billedOctets: total(lines.map(({ octets }) => octets)),
    amount: amounts.length === 0 ? null : total(amounts) / 100,
    comparedSims: compared.length,
    comparedOctets,
    measuredOctets,
    difference: differenceOf(comparedOctets, measuredOctets),
  }
}

/** One SIM's. */
export function compareLine({ sim, octets, amountCents, gatewayId, port, measured }: MeasuredLine): BilledSim {
  return {
    sim,
    gatewayId,
    port,
    billedOctets: octets,
    amount: amountCents === null ? null : amountCents / 100,
    measuredOctets: measured,
    difference: measured === null ? null : differenceOf(octets, measured),
  }
}

/** Null: nothing was measured, so there is nothing to take a share of. */
function differenceOf(billed: number, measured: number): number | null {
  return measured === 0 ? null : (billed - measured) / measured
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
