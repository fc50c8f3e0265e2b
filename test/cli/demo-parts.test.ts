import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { enrolBus } from '../../cli/demo/bus.ts'
import { fleet as cityFleet } from '../../cli/demo/city/fleet.ts'
import { openWorkshop } from '../../cli/demo/workshop.ts'
import { gateway } from '../../db/fleet/schema.ts'
import { signatureOf } from '../../fleet-api/notify/webhook.ts'
import { testFleet } from '../fakes/fleet.ts'

const SECRET = 'a secret of the workshop'

async function workshop() {
  const opened = await openWorkshop(0, SECRET)
  if (!opened) throw new Error('no port is free')
  onTestFinished(opened.close)
  const tell = (body: string, signature: string) =>
    fetch(opened.url, {
      method: 'POST',
      headers: { 'abordo-timestamp': '1795710600', 'abordo-signature': signature },
      body,
    }).then(({ status }) => status)
  return { tell, page: async () => (await fetch(opened.url)).text() }
}

it('the workshop shows what the fleet has signed, as text', async () => {
  const { tell, page } = await workshop()
  const body = JSON.stringify({ subject: 'SA-1043 sin reportes <b>', text: 'Qué hacer primero: …' })
  expect(await tell(body, signatureOf(SECRET, '1795710600', body))).toBe(204)
  expect(await page()).toContain('<h2>SA-1043 sin reportes &lt;b&gt;</h2>')
})

it('the workshop refuses what anybody else has sent', async () => {
  const { tell, page } = await workshop()
  const body = JSON.stringify({ subject: 'forged', text: '' })
  expect(await tell(body, signatureOf('another secret', '1795710600', body))).toBe(403)
  expect(await tell(body, '')).toBe(403)
  expect(await page()).not.toContain('forged')
})

it('a bus that was never switched on is added once, however often the demo is started', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'abordo-demo-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const fleet = await testFleet()
  const bus = cityFleet(60).find(({ fault }) => fault === 'never-seen')
  if (!bus) throw new Error('no bus was never seen')
  await enrolBus(bus, fleet, 'http://127.0.0.1:9', folder)
  await enrolBus(bus, fleet, 'http://127.0.0.1:9', folder)
  expect((await fleet.db.select().from(gateway)).map(({ gatewayId }) => gatewayId)).toEqual(['bus-1060'])
})
