import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { LAN, WEB } from './addresses.ts'
import { admitted } from './gate.ts'
import type { Program } from './program.ts'
import { Stranger } from './stranger.ts'
import { until } from './until.ts'
import { Upgraded } from './upgraded.ts'
import { useBus } from './use.ts'

const PORTAL = `http://${LAN.gateway}`
const ACCEPT = {
  url: `${PORTAL}/session`,
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'terms=2026-11',
}

/** A portal of another making: says that it is well, shows a page with terms, and does as it is told with who accepts. */
const FALSE_PORTAL = (version: string, page: number) => `import { createServer } from 'node:http'
const about = { ok: true, software: 'abordo ${version}', ridersConnected: 0, uplinkUp: true, clock: null, storage: 'disk', policy: { running: 0, problem: null } }
createServer((request, response) => {
  if (request.url === '/healthz') return response.end(JSON.stringify(about))
  if (request.headers.host === 'phone.invalid') return response.writeHead(302, { location: '${PORTAL}/' }).end()
  if (request.method === 'POST') return response.writeHead(303, { location: '/' }).end()
  response.writeHead(${page}).end('<input type="hidden" name="terms" value="2026-11">')
}).listen(8081)
process.on('SIGTERM', () => process.exit(0))
`

describeWith(['bus'], 'a bus that takes new versions with a rider online', () => {
  const theBus = useBus({ phones: 2 })
  let gateway: Upgraded
  let stranger: Stranger
  let pings: Program

  beforeAll(async () => {
    gateway = new Upgraded(theBus())
    await gateway.start()
    stranger = await Stranger.at(theBus(), theBus().phone(2))
    expect((await theBus().phone(1).request(ACCEPT)).status).toBe(303)
    pings = theBus().run('phone1', 'ping', ['-i', '0.05', WEB])
  }, 60_000)

  /** Octets and packets of the stranger that got through meanwhile; the rider alone uses ICMP. */
  async function leak(moment: () => Promise<void>) {
    await theBus().resetArrived()
    await moment()
    await stranger.knocks(50)
    const { https, udp, unnatted } = await stranger.leak()
    return { https, udp, unnatted }
  }
  const NONE = { https: 0, udp: 0, unnatted: 0 }

  it('fetches what is left of a signed version, proves it with a phone of its own, and tells the fleet', async () => {
    const leaked = await leak(async () => {
      gateway.offer(gateway.release('0.2.0'), 300_000)
      await gateway.isReady('0.2.0')
      await gateway.apply({ deadlineS: 30 })
    })
    expect(leaked).toEqual(NONE)
    expect(await gateway.running()).toBe('abordo 0.2.0')
    await until('the fleet knows', () => gateway.told().length === 2, 10_000)
    expect(gateway.told().map(({ version, state, reason }) => ({ version, state, reason }))).toEqual([
      { version: '0.2.0', state: 'taken', reason: null },
      { version: '0.2.0', state: 'proved', reason: null },
    ])
    expect(readFileSync(`${gateway.fleet}/pieces`, 'utf8').trim().split('\n')).toHaveLength(2)
  }, 60_000)

  it.each([
    { version: '0.3.0', what: 'ends at once', main: 'process.exit(1)', reason: /^its portal does not answer$/ },
    {
      version: '0.4.0',
      what: 'answers with errors',
      main: FALSE_PORTAL('0.4.0', 500),
      reason: /^the portal does not show its page \(status 500\)$/,
    },
    {
      version: '0.5.0',
      what: 'lets nobody in',
      main: FALSE_PORTAL('0.5.0', 200),
      reason: /^the portal says that a phone is online, and the firewall does not let it through$/,
    },
  ])(
    'goes back from a version that $what',
    async ({ version, main, reason }) => {
      const leaked = await leak(async () => {
        gateway.offer(gateway.release(version, main), 1)
        await gateway.isReady(version)
        await gateway.apply({ deadlineS: 4 })
      })
      expect(leaked).toEqual(NONE)
      const last = gateway.outcomes().at(-1)
      expect(last).toMatchObject({ version, state: 'rolled-back' })
      expect(last?.reason).toMatch(reason)
      await until('the version of before answers', async () => (await gateway.running()) === 'abordo 0.2.0', 10_000)
      await until('the fleet knows', () => gateway.told().at(-1)?.state === 'rolled-back', 10_000)
    },
    60_000,
  )

  it('has cost the rider not one ping, counted nobody else, and left nothing of its phone behind', async () => {
    await pings.stop('SIGINT')
    const [, sent = '0', received = '0'] = /(\d+) packets transmitted, (\d+) received/.exec(pings.output()) ?? []
    expect(Number(sent)).toBeGreaterThan(200)
    expect(Number(sent) - Number(received)).toBeLessThanOrEqual(1)
    expect((await admitted(theBus())).map(({ ip }) => ip)).toEqual([theBus().phone(1).ip])
    expect(await theBus().gw.exec('ip', ['-o', 'link'])).not.toContain('abordo-trial')
    expect(await theBus().gw.exec('ip', ['route'])).not.toContain('192.0.0.8')
    await stranger.hammer.stop()
  })
})
