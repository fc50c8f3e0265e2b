import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { expect, onTestFinished } from 'vitest'
import { openEnduringDatabase } from '../../db/gateway/enduring.ts'
import { readEnrolment, writeEnrolment } from '../../portal/enrolment.ts'
import { createFleetLink } from '../../portal/fleet-link.ts'
import { testFleet } from './fleet.ts'
import { type ANA, type TestGateway, testGateway } from './gateway.ts'

export const START = '2026-11-24T14:00:00Z'

/** A fleet that gateways reach over a socket of this machine; its clock says START. */
export async function fleetOnSocket() {
  const fleet = await testFleet()
  fleet.setNow(START)
  const server = await new Promise<Server>((resolve) => {
    const made = serve({ fetch: fleet.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made as Server))
  })
  onTestFinished(() => void server.close())
  return { fleet, fleetUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** A bus that is enrolled with a real fleet, behind a real socket, with its database in a file; the time of both is set by hand. */
export async function aBus(id: string, { fleet, fleetUrl }: Awaited<ReturnType<typeof fleetOnSocket>>, routeId = 'T1') {
  const dataDir = mkdtempSync(join(tmpdir(), 'abordo-enrolled-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  writeEnrolment(dataDir, { gatewayId: id, credential: await fleet.enrol(id, routeId), fleetUrl })
  const path = join(dataDir, 'gateway.db')
  const database = openEnduringDatabase({ path, log: () => undefined, now: () => Date.parse(START) })
  onTestFinished(() => void database.db.$client.close())
  let gateway = await testGateway(undefined, undefined, { db: database.db })
  const logged: string[] = []
  const jobs = new Set<() => void>()
  const linkOf = (one: TestGateway) =>
    createFleetLink({
      enrolment: readEnrolment(dataDir) ?? expect.fail('not enrolled'),
      fleetUrl,
      dataDir,
      ledger: one.ledger,
      policyVersion: () => 1,
      adopt: async () => null,
      accountingIntervalS: 60,
      after: (_, job) => {
        jobs.add(job)
        return () => void jobs.delete(job)
      },
      random: () => 0.5,
      log: (line) => logged.push(line),
    })
  let link = linkOf(gateway)
  const online = { now: true }
  const minute = async () => {
    gateway.ledger.devices.turn()
    gateway.ledger.roaming.turn()
    await gateway.accounting.close()
    database.settle()
    if (!online.now) return
    link.wake()
    await link.idle()
    await later()
  }
  /** What waits for its time is done. */
  const later = async () => {
    for (const job of [...jobs]) {
      jobs.delete(job)
      job()
    }
    await link.settled()
  }
  return {
    db: database.db,
    path,
    logged,
    online,
    minute,
    later,
    get gateway() {
      return gateway
    },
    board: (...clients: (typeof ANA)[]) => Promise.all(clients.map((client) => gateway.sessions.start(client))),
    /** The bus's clock goes to a moment, and the fleet's with it. */
    async at(iso: string) {
      fleet.setNow(iso)
      gateway.clock.pass((Date.parse(iso) - gateway.ledger.clock.now()) / 1000)
      await minute()
    },
    async restart() {
      gateway = await testGateway(gateway)
      link = linkOf(gateway)
    },
  }
}
