import type { CityReport } from '../../../contract/city-report.ts'
import type { FleetTransaction } from '../../../db/fleet/open.ts'
import {
  carrierBill,
  carrierBillLine,
  cityReport,
  cityReportChain,
  deviceCount,
  deviceDay,
  deviceSketch,
  gatewayChainDay,
  publishedDay,
  publishedProblems,
  reportReader,
  shareLink,
  sim,
  usageHistogram,
} from '../../../db/fleet/schema.ts'

/** A row of each table that the city's reports are made of. */
export async function addReports(tx: FleetTransaction): Promise<void> {
  const rowKey = 'route:T1'
  await tx.insert(usageHistogram).values({ dayAt: 0, rowKey, measure: 'length', bucket: 3, count: 12 })
  await tx.insert(gatewayChainDay).values({ gatewayId: 'bus-1', dayAt: 0, length: 3, head: 'abc' })
  await tx.insert(deviceDay).values({ date: '2026-11-24', fromAt: 0, toAt: 86_400, closedAt: null })
  await tx.insert(deviceSketch).values({ date: '2026-11-24', rowKey, registers: 'AAAA', pieces: 2 })
  await tx.insert(deviceCount).values({ dayAt: 0, rowKey, estimate: 120, errorShare: 0.0081, pieces: 2, due: 3 })
  const usage = { sessions: 12, inputOctets: 2 ** 40, outputOctets: 2 ** 41, ridersSum: 600, ridersPeak: null }
  await tx
    .insert(publishedDay)
    .values({ dayAt: 0, rowKey, entry: 0, ...usage, lengths: [1, 11], connects: [], publishedAt: 1 })
  await tx
    .insert(publishedProblems)
    .values({ dayAt: 0, entry: 0, reported: 11, fixed: 10, hoursToFix: 90, publishedAt: 1 })
  const body = { month: '2026-10' } as CityReport
  const made = { madeAt: 1, reason: 'bus-1', definitions: '2', body, inputsDigest: 'def', inputs: 'H4sIAAAA' }
  await tx.insert(cityReport).values({ month: '2026-10', revision: 1, ...made })
  await tx.insert(cityReportChain).values({ month: '2026-10', revision: 1, gatewayId: 'bus-1', length: 3, head: 'abc' })
  await tx.insert(shareLink).values({
    tokenHash: 'hash',
    fromDate: '2026-10-01',
    toDate: '2026-10-31',
    language: 'es',
    label: 'Cabildo',
    madeAt: 1,
    expiresAt: 2,
  })
  await tx.insert(reportReader).values({ address: 'cabildo@example.mx', language: 'es', addedAt: 1 })
  await tx.insert(sim).values({ sim: '8952-1', gatewayId: 'bus-1', port: 'wwan0' })
  await tx.insert(carrierBill).values({ carrier: 'Red Uno', month: '2026-10', importedAt: 1 })
  await tx.insert(carrierBillLine).values({ billId: 1, sim: '8952-1', octets: 2 ** 41, amountCents: 12_050 })
}
