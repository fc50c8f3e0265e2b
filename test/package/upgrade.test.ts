import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { makeReleaseKey } from '../../cli/release/key.ts'
import { makeRelease } from '../../cli/release/make.ts'
import { LAN, WEB } from '../bus/addresses.ts'
import { run } from '../bus/command.ts'
import { FLEET_URL, Ride } from '../bus/ride.ts'
import { until } from '../bus/until.ts'
import { useBus } from '../bus/use.ts'
import { describeWith } from '../describe-with.ts'
import { InstalledGateway } from './gateway.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'amd64'
const ACCEPT = {
  url: `http://${LAN.gateway}/session`,
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'terms=2026-11',
}
/** As abordo-upgrade.service runs it, but at once. */
const APPLY =
  'set -a; . /etc/abordo/gateway.env; /usr/lib/abordo/node /usr/lib/abordo/program/abordo.js upgrade apply --now --hold-s 1 --deadline-s 40'

describeWith(['bus', 'package'], 'a gateway as it is installed, and the fleet that offers it a version', () => {
  const theBus = useBus({ phones: 1, dnsmasq: false })
  let gateway: InstalledGateway
  let ride: Ride

  beforeAll(async () => {
    const bus = theBus()
    const { folder } = bus
    makeReleaseKey(`${folder}/release`)
    const args = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(ROOT, 'deploy/package.ts'), '--fast']
    const more = ['--architecture', ARCHITECTURE, '--out', `${folder}/deb`, '--release-key', `${folder}/release.pub`]
    const env = { ...(process.env as Record<string, string>), SOURCE_DATE_EPOCH: '1795716271' }
    const making = run(process.execPath, [...args, ...more], { timeoutMs: 240_000, env })
    gateway = await InstalledGateway.at(bus)
    await making
    const file = join(folder, 'deb', readdirSync(`${folder}/deb`)[0] ?? '')
    await gateway.before('dpkg', '-i', gateway.bring(file))
    await gateway.before('abordo', 'setup', '--lan', 'lan0', '--wan', 'wan0')
    await gateway.before('sh', '-c', 'echo PORTAL_ACCOUNTING_INTERVAL_S=3 >> /etc/abordo/gateway.env')
    await gateway.boot()
    ride = new Ride(bus)
    await ride.startFleet()
    const code = (await ride.abordo(['gateway', 'add', 'bus-1', '--site', 'vehicle'])).trim()
    await gateway.exec('abordo', 'gateway', 'enrol', '--fleet', FLEET_URL, '--code', code)
    await gateway.exec('systemctl', 'restart', 'abordo-portal')
    await bus.phone(1).dhcp()
    expect((await bus.phone(1).request(ACCEPT)).status).toBe(303)
  }, 600_000)

  it('takes it, proves it with dnsmasq and all, and loses no ping of its rider', async () => {
    const { folder } = theBus()
    const program = `${folder}/program`
    await run('cp', ['-r', join(gateway.root, 'usr/lib/abordo/program'), program])
    writeFileSync(join(program, 'VERSION'), '0.2.0\n')
    const privateKey = readFileSync(`${folder}/release`, 'utf8')
    const order = { out: `${folder}/made`, notes: '', sequence: 1, privateKey, now: Date.now() }
    makeRelease({ ...order, folders: { [ARCHITECTURE]: program } })
    await ride.abordo(['release', 'add', `${folder}/made`])
    await ride.abordo(['release', 'ring', '0.2.0', 'all'])
    // By abordo-upgrade.path, once the portal has laid it ready.
    await until(
      'it is taken',
      async () => (await gateway.exec('abordo', 'upgrade', 'status')).includes('taken'),
      150_000,
    )
    const pings = theBus().run('phone1', 'ping', ['-i', '0.05', WEB])
    await gateway.exec('sh', '-c', APPLY)
    await pings.stop('SIGINT')
    expect(await gateway.exec('abordo', 'upgrade', 'status')).toMatch(/^running {4}0\.2\.0\n/)
    const [, sent = '0', received = '0'] = /(\d+) packets transmitted, (\d+) received/.exec(pings.output()) ?? []
    expect(Number(sent)).toBeGreaterThan(100)
    expect(Number(sent) - Number(received)).toBeLessThanOrEqual(1)
    await until(
      'the fleet knows',
      async () => /0\.2\.0 +\d+ +\S+ +all +1 /.test(await ride.abordo(['release', 'list'])),
      30_000,
    )
  }, 300_000)
})
