import { expect, it, onTestFinished } from 'vitest'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addGatewayWithCode } from '../../fleet-api/gateways.ts'
import { keepToken } from '../../fleet-api/tokens.ts'
import { until } from '../bus/until.ts'
import { describeWith } from '../describe-with.ts'
import { freshSqlite } from '../fakes/database.ts'
import { aReport, TOKEN } from '../fakes/fleet.ts'
import { ask, listen, startProxy } from '../proxy.ts'
import { quietPort } from '../quiet-port.ts'
import { startFleetProcess } from './fleet-process.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const enrol = (code: string) => ({
  method: 'POST',
  body: JSON.stringify({ protocol: '1.0', code, software: 'abordo test' }),
})

for (const name of ['caddy', 'nginx'] as const) {
  describeWith([name], `deploy/examples for ${name}`, () => {
    it('serve people and gateways over TLS, at once what is live, and tell the fleet who asks', {
      timeout: 120_000,
    }, async () => {
      const url = freshSqlite()
      const db = await openFleetDatabase(url)
      onTestFinished(() => db.close())
      const by = byCommandLine(Date.now())
      await keepToken(db, TOKEN, { name: 'test', role: 'admin', scopes: ['read', 'write', 'reports'], days: 1 }, by)
      const gateway = { gatewayId: 'bus-1', site: 'vehicle', label: null, routeId: null } as const
      const code = await addGatewayWithCode(db, gateway, by)
      const ports = { fleet: await quietPort(), tls: await quietPort(), plain: await quietPort() }
      await startFleetProcess(url, ports.fleet)
      await startProxy(name, ports)
      const authorization = `Bearer ${TOKEN}`

      const page = await ask(ports.tls, '/')
      expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<title>Abordo') })
      expect(page.headers['strict-transport-security']).toBe('max-age=31536000')
      const plain = await fetch(`http://127.0.0.1:${ports.plain}/now?x=1`, {
        headers: { host: 'fleet.example.mx' },
        redirect: 'manual',
      })
      expect([301, 308]).toContain(plain.status)

      const { heard } = listen(ports.tls, '/api/live', { authorization })
      await until('what is live is heard', () => heard().includes('event: riders'), 10_000)
      const enrolled = await ask(ports.tls, '/v1/enrol', { ...enrol(code), headers: JSON_TYPE })
      expect(enrolled.status).toBe(200)
      const credential = (JSON.parse(enrolled.body) as { credential: string }).credential
      const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 60_000).toISOString()
      const stored = await ask(ports.tls, '/v1/reports', {
        method: 'POST',
        headers: { ...JSON_TYPE, authorization: `Bearer ${credential}` },
        body: JSON.stringify([aReport(0, minute, { software: 'abordo test' })]),
      })
      expect(JSON.parse(stored.body)).toMatchObject({ verdicts: [{ index: 0, verdict: 'stored' }] })
      await until('the report is heard', () => heard().includes('"unknown":{"ridersConnected":5'), 10_000)

      // As large as the fleet takes: what is wrong with it the fleet says, and not the proxy.
      const large = await ask(ports.tls, '/api/bills', {
        method: 'POST',
        headers: { ...JSON_TYPE, authorization },
        body: JSON.stringify({ csv: 'x'.repeat(3_900_000) }),
      })
      expect(large.headers['content-type']).toBe('application/problem+json')

      // Twenty wrong codes in a minute are too many from one address, whichever ones it claims to have.
      const statuses: number[] = []
      for (let claim = 1; claim <= 21; claim += 1) {
        const headers = { ...JSON_TYPE, 'x-forwarded-for': `203.0.113.${claim}` }
        statuses.push((await ask(ports.tls, '/v1/enrol', { ...enrol('AAAA-AAAA-AAAA-AAAA'), headers })).status)
      }
      expect(statuses.slice(-2)).toEqual([404, 429])
    })
  })
}
