import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'
import { courseOf, type LatLon, nearestOn } from '../../contract/along.ts'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { type Report, reportSchema } from '../../contract/report.ts'
import { writeEnrolment } from '../../portal/enrolment.ts'
import { PLAIN_ENV } from '../bus/command.ts'
import { until } from '../bus/until.ts'
import { describeWith } from '../describe-with.ts'
import { nmeaAlong } from '../fakes/drive.ts'
import { realShapes } from '../fakes/real-shapes.ts'
import { fakeReceiver, startGpsd } from '../fakes/receiver.ts'
import { quietPort } from '../quiet-port.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const DEADLINE_MS = 40_000
const FIX_MS = 200

/** A fleet that stores whatever is a report, and has a guide. */
async function fakeFleet(guide: object) {
  const reports: Report[] = []
  const server = createServer(async (incoming, outgoing) => {
    const json = (body: object) =>
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (incoming.url === '/v1/guide') return json(guide)
    if (incoming.url !== '/v1/reports') return outgoing.writeHead(304).end()
    const octets = await buffer(incoming)
    const text = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(octets) : octets
    const came = reportSchema.array().parse(JSON.parse(text.toString()))
    reports.push(...came)
    return json({
      serverAt: new Date().toISOString(),
      policyVersion: DEFAULT_POLICY.version,
      guideVersion: 'v1',
      verdicts: came.map((_, index) => ({ index, verdict: 'stored' })),
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, reports }
}

describeWith(['gpsd', 'shared feeds'], 'the program of a gateway on a bus', () => {
  it('reports its trace and sign-on, and tells its riders of the ride', { timeout: 90_000 }, async () => {
    const points: LatLon[] = (await realShapes('porto-alegre')).get('T2-1') ?? []
    const course = courseOf(points)
    const stops = [1000, 2000, 3000, 4000, 5000].map((alongM) => ({ name: `Parada ${alongM / 1000}`, alongM }))
    const shape = { shapeKey: 'T2-1', headsign: null, points, stops, weak: [[0, 6000]] }
    const fleet = await fakeFleet({ version: 'v1', routeId: 'T2', routeName: 'T2 Transversal', shapes: [shape] })

    const drive = nmeaAlong(points, { speedMps: 25, startAt: new Date().toISOString(), everyMs: FIX_MS })
    const receiver = await fakeReceiver(drive, { betweenMs: FIX_MS })
    onTestFinished(receiver.stop)
    const [gpsdPort, portalPort, signOnPort] = [await quietPort(), await quietPort(), await quietPort()]
    const gpsd = startGpsd(gpsdPort, receiver.source)
    onTestFinished(gpsd.stop)
    const dataDir = mkdtempSync(join(tmpdir(), 'abordo-bus-'))
    writeEnrolment(dataDir, { gatewayId: 'bus-1', credential: 'x'.repeat(43), fleetUrl: fleet.url })
    const program = spawn(process.execPath, [ABORDO, 'portal'], {
      stdio: 'ignore',
      env: {
        ...PLAIN_ENV,
        PORTAL_ENFORCEMENT: 'none',
        PORTAL_DATA_DIR: dataDir,
        PORTAL_HTTP_PORT: String(portalPort),
        PORTAL_GPSD: `127.0.0.1:${gpsdPort}`,
        PORTAL_SIGN_ON: `127.0.0.1:${signOnPort}`,
        PORTAL_ACCOUNTING_INTERVAL_S: '2',
      },
    })
    const exited = once(program, 'exit')
    onTestFinished(async () => {
      program.kill('SIGTERM')
      await exited
      rmSync(dataDir, { recursive: true })
    })

    const signOn = () =>
      fetch(`http://127.0.0.1:${signOnPort}/sign-on`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ routeId: 'T2', blockId: 'B7' }),
      }).then(
        ({ ok }) => ok,
        () => false,
      )
    await until('the driver has signed on', signOn, DEADLINE_MS)
    const told = () => fleet.reports.filter(({ trace }) => trace.length > 0)
    await until('five reports tell where it is', () => told().length >= 5, DEADLINE_MS)
    let alongM = 0
    for (const [uptimeMs, lat, lon, roundTrip] of fleet.reports
      .toSorted((a, b) => a.seq - b.seq)
      .flatMap(({ trace }) => trace)) {
      const found = nearestOn(course, [lat, lon], alongM, alongM + 2000)
      expect(found.offM).toBeLessThan(20)
      expect(uptimeMs).toBeGreaterThan(0)
      // On a laptop nobody looks at the uplink.
      expect(roundTrip).toBe(-1)
      alongM = found.alongM
    }
    expect(alongM).toBeGreaterThan(150)
    expect(told().at(-1)?.signOn).toEqual({ routeId: 'T2', blockId: 'B7', tripId: null })

    const portal = `http://127.0.0.1:${portalPort}`
    const terms = new URLSearchParams({ terms: DEFAULT_POLICY.termsVersion })
    await fetch(`${portal}/session`, { method: 'POST', body: terms, redirect: 'manual' })
    const page = () => fetch(`${portal}/`).then((answer) => answer.text())
    await until('the page knows the next stops', async () => (await page()).includes('Próximas paradas'), DEADLINE_MS)
    expect(await page()).toMatch(/<dd>T2 Transversal<\/dd>/)
    expect(await page()).toMatch(/<ol><li>Parada \d<\/li><li>Parada \d<\/li><li>Parada \d<\/li><\/ol>/)
    expect(await page()).toContain('Señal débil en este tramo; vuelve en unos')
    const about = await fetch(`${portal}/healthz`).then((answer) => answer.json())
    expect(about).toMatchObject({ position: { heard: true, fix: true } })
  })
})
