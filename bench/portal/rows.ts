import { busNeeds } from '../../test/bus/needs.ts'
import type { Row } from '../row.ts'
import { acceptRow, boardingRows } from './boarding.ts'
import { Gateway } from './gateway.ts'
import { idleRow } from './idle.ts'
import { outageRow } from './outage.ts'
import { pageRows } from './page.ts'
import { redirectRows } from './redirect.ts'
import { killRow, sigtermRow, startRow } from './strangers.ts'

/** The table of what peers do, row by row. Each is measured on a bus in network namespaces. */
const BOUNDS = {
  redirects: ['Probe to redirect, 50 connections', '≥ 3,000 requests/s and ≥ 50% of a bare node:http redirect'],
  p99: ['Probe to redirect, p99', '≤ 40 ms'],
  page: ['Welcome page, bytes over the wire and requests', '≤ 14,000 bytes, 1 request, nothing else fetched'],
  accept: ['Accept to first packet, p50', '≤ 10 ms'],
  clicks: ['Clicks from the page to online', '1'],
  boarding: ['240 phones boarding at once', '≥ 150 riders online per second, none fails'],
  start: ['Packets let through before the firewall stands', '0'],
  kill: ['After kill -9 and restart', 'riders kept, nobody unauthorised let in'],
  sigterm: ['After SIGTERM', 'riders kept, others shut out'],
  idle: ['1,200 idle connections from one phone', 'other riders answered within 100 ms'],
  outage: ['Uplink down', 'the portal appears and says what is wrong'],
  memory: ['Memory with 240 riders (RSS)', '≤ 90 MB'],
} as const
type Name = keyof typeof BOUNDS

export type Measured = Pick<Row, 'abordo' | 'holds' | 'figures'>

export async function portalRows(progress: (what: string) => void): Promise<Row[]> {
  const missing = busNeeds()
  if (missing !== null) {
    progress(`the portal's rows are left out: ${missing}`)
    return rowsOf({}, missing)
  }
  const measured: Partial<Record<Name, Measured>> = {}
  const gateway = await Gateway.make()
  try {
    progress('a start, with a stranger who knocks')
    measured.start = await startRow(gateway)
    progress('the welcome page')
    Object.assign(measured, await pageRows(gateway))
    progress('redirects, beside a bare node:http server')
    Object.assign(measured, await redirectRows(gateway))
    progress('30 riders, one after another')
    measured.accept = await acceptRow(gateway)
    progress('240 phones boarding, three times')
    Object.assign(measured, await boardingRows(gateway))
    progress('kill -9 with 240 riders online')
    measured.kill = await killRow(gateway)
    progress('SIGTERM with 240 riders online')
    measured.sigterm = await sigtermRow(gateway)
    progress('1,200 idle connections')
    measured.idle = await idleRow(gateway)
  } finally {
    await gateway.remove()
  }
  progress('the uplink goes down')
  measured.outage = await outageRow()
  return rowsOf(measured, 'it was not measured')
}

function rowsOf(measured: Partial<Record<Name, Measured>>, why: string): Row[] {
  return Object.entries(BOUNDS).map(([name, [row, bound]]) => {
    const { abordo, holds, figures } = measured[name as Name] ?? { abordo: why, holds: null, figures: {} }
    return { row, abordo, bound, holds, figures }
  })
}
