import { AbordoError } from '../../contract/problem.ts'
import { type BadLine, badLines, readCsv } from './read-csv.ts'
import { simProblem } from './sim-name.ts'

export interface SimPlace {
  sim: string
  gatewayId: string
  /** '': the uplink's own interface. */
  port: string
}

const LONGEST_PORT = 32

/**
 * Which SIM is in which gateway (contract/bills.ts). `isKnown`: whether there is a gateway of an id.
 * Throws AbordoError (bad-csv), which names every line that is wrong.
 */
export function readSims(csv: string, isKnown: (gatewayId: string) => boolean): SimPlace[] {
  const { columns, rows, bad: misshapen } = readCsv(csv)
  if (!columns.includes('sim') || !columns.includes('gateway_id'))
    throw new AbordoError('bad-csv', 'Name the columns on the first line: sim, gateway_id, and port.')
  const bad: BadLine[] = [...misshapen]
  const sims = new Map<string, SimPlace>()
  const places = new Set<string>()
  for (const { line, cells } of rows) {
    const [sim = '', gatewayId = '', port = ''] = [cells.sim, cells.gateway_id, cells.port]
    const place = JSON.stringify([gatewayId, port])
    const wrong =
      simProblem(sim) ??
      (isKnown(gatewayId) ? null : `names the gateway “${gatewayId.slice(0, 60)}”, which there is not`) ??
      (port.length > LONGEST_PORT ? `has a port of more than ${LONGEST_PORT} characters` : null) ??
      (sims.has(sim) ? `has the sim ${sim} a second time: a SIM is in one place` : null) ??
      (places.has(place) ? `puts a second sim into ${gatewayId} at ${port === '' ? 'its uplink' : port}` : null)
    if (wrong !== null) bad.push({ line, message: wrong })
    sims.set(sim, { sim, gatewayId, port })
    places.add(place)
  }
  if (bad.length > 0) throw badLines(bad)
  return [...sims.values()]
}
