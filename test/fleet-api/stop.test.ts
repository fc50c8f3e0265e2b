import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { addGatewayWithCode } from '../../fleet-api/gateways.ts'
import { type Fleet, startFleet } from '../../fleet-api/main.ts'
import { addApiToken } from '../../fleet-api/queries/access.ts'
import { totals } from '../../fleet-api/queries/reports.ts'
import { hashSecret } from '../../fleet-api/secrets.ts'
import { STOP_WITHIN_MS, stopServer } from '../../fleet-api/stop.ts'
import { freshDatabase } from '../fakes/database.ts'
import { aReport, NOW, TOKEN } from '../fakes/fleet.ts'

/** A fleet on a socket, with a gateway that is enrolled. */
async function running() {
  const databaseUrl = await freshDatabase()
  const now = Date.parse(NOW)
  const fleet = await startFleet({
    config: { databaseUrl, host: '127.0.0.1', port: 0, publicUrl: null },
    log: () => undefined,
    dashboardDir: null,
    now: () => now,
  })
  const { db } = fleet
  const code = await addGatewayWithCode(db, { gatewayId: 'bus-1', site: 'vehicle', label: null, routeId: null, now })
  const token = { tokenHash: hashSecret(TOKEN), name: 'test', role: 'official', createdAt: now } as const
  await addApiToken(db, { ...token, expiresAt: now + 86_400_000 })
  const answer = await fetch(`http://127.0.0.1:${fleet.port}/v1/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, software: 'abordo test' }),
  })
  const { credential } = (await answer.json()) as { credential: string }
  return { fleet, databaseUrl, credential }
}

/** A connection of which the test writes every octet. */
async function socketTo({ port }: Pick<Fleet, 'port'>) {
  const socket: Socket = connect(port, '127.0.0.1')
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let heard = ''
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(heard)))
  socket.on('data', (data) => {
    heard += data.toString()
  })
  return {
    /** Writes, and resolves when the fleet's system has it. */
    write: (text: string) => new Promise<void>((resolve) => socket.write(text, () => resolve())),
    ended,
    heard: (text: string) =>
      new Promise<void>((resolve) => {
        const look = () => heard.includes(text) && resolve()
        socket.on('data', look)
        look()
      }),
  }
}

/** A request of which the fleet has begun to read: it has answered that the rest may come. */
async function slowReport(fleet: Fleet, credential: string) {
  const body = JSON.stringify([aReport(0, '2026-11-24T14:00:00Z')])
  const socket = await socketTo(fleet)
  await socket.write(
    `POST /v1/reports HTTP/1.1\r\nHost: fleet\r\nAuthorization: Bearer ${credential}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`,
  )
  await socket.heard('100 Continue')
  return { ...socket, sendRest: () => socket.write(body) }
}

describe('a fleet that is asked to stop', () => {
  it('commits and answers the reports whose request it had begun to read', async () => {
    const { fleet, databaseUrl, credential } = await running()
    const slow = await slowReport(fleet, credential)
    const stopped = fleet.close()
    await slow.sendRest()
    const answer = await slow.ended
    await stopped
    expect(answer).toContain('HTTP/1.1 200 OK')
    expect(answer.toLowerCase()).toContain('\r\nconnection: close\r\n')
    expect(answer).toContain('"verdicts":[{"index":0,"verdict":"stored"}]')
    const db = await openFleetDatabase(databaseUrl)
    expect(await totals(db)).toMatchObject({ reports: 1 })
    await db.close()
  })

  it('is not ready from then on, for who is connected', async () => {
    const { fleet } = await running()
    const held = await socketTo(fleet)
    await held.write('GET /readyz HTTP/1.1\r\nHost: fleet\r\nX-Long:')
    const stopped = fleet.close()
    await held.write(' header\r\n\r\n')
    expect(await held.ended).toContain('HTTP/1.1 503 Service Unavailable')
    await stopped
  })

  it('takes no new connections', async () => {
    const { fleet, credential } = await running()
    const slow = await slowReport(fleet, credential)
    const stopped = fleet.close()
    await expect(socketTo(fleet)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await slow.sendRest()
    await stopped
  })

  it('ends live streams in order, so that browsers come again', async () => {
    const { fleet } = await running()
    const stream = await socketTo(fleet)
    await stream.write(`GET /api/live HTTP/1.1\r\nHost: fleet\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`)
    await stream.heard('event: riders')
    await fleet.close()
    // The chunk of length nought is the proper end of an answer.
    expect((await stream.ended).endsWith('\r\n0\r\n\r\n')).toBe(true)
  })

  it('may be asked twice', async () => {
    const { fleet } = await running()
    expect(fleet.close()).toBe(fleet.close())
    await fleet.close()
  })

  it('cuts off after a while what does not come to an end', async () => {
    const server = createServer(() => undefined)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const endless = await socketTo(server.address() as AddressInfo)
    const asked = new Promise((resolve) => server.once('request', resolve))
    await endless.write('GET / HTTP/1.1\r\nHost: fleet\r\n\r\n')
    await asked
    const waits: number[] = []
    await stopServer(server, {
      endStreams: () => undefined,
      every: () => () => undefined,
      after: (ms, job) => {
        waits.push(ms)
        job()
      },
    })
    expect(waits).toEqual([STOP_WITHIN_MS])
    expect(await endless.ended).toBe('')
  })
})
