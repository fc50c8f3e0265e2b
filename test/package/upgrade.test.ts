import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { makeReleaseKey } from '../../cli/release/key.ts'
import { makeRelease } from '../../cli/release/make.ts'
import { LAN, WEB } from '../bus/addresses.ts'
import { run } from '../bus/command.ts'
import type { Program } from '../bus/program.ts'
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
  let pings: Program

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
    pings = bus.run('phone1', 'ping', ['-i', '0.1', WEB])
  }, 600_000)

  /** Makes a version, signed by a key of this folder, and has the fleet offer it. */
  async function offer(version: string, sequence: number, program: string, key = 'release'): Promise<string> {
    const { folder } = theBus()
    writeFileSync(join(program, 'VERSION'), `${version}\n`)
    const out = `${folder}/made-${version}`
    const privateKey = readFileSync(`${folder}/${key}`, 'utf8')
    const folders = { [ARCHITECTURE]: program }
    makeRelease({ out, notes: '', sequence, privateKey, now: Date.now(), folders })
    await ride.abordo(['release', 'add', out])
    await ride.abordo(['release', 'ring', version, 'all'])
    return out
  }
  /** A program of one file. */
  function smallProgram(name: string, main: string): string {
    const folder = join(theBus().folder, name)
    mkdirSync(folder)
    writeFileSync(join(folder, 'abordo.js'), main)
    return folder
  }
  const status = () => gateway.exec('abordo', 'upgrade', 'status')
  const saysStatus = (what: RegExp) => until(`the gateway says ${what}`, async () => what.test(await status()), 150_000)
  /** What the fleet says of the versions, once `what` is among it. */
  async function saysFleet(what: RegExp): Promise<void> {
    let said = ''
    const look = async () => {
      said = await ride.abordo(['release', 'list'])
      return what.test(said)
    }
    await until(`the fleet says ${what}`, look, 60_000).catch((error: Error) => {
      throw new Error(`${error.message}; it says:\n${said}`)
    })
  }

  it('takes a version, and proves it with dnsmasq and all', async () => {
    const program = `${theBus().folder}/program`
    await run('cp', ['-r', join(gateway.root, 'usr/lib/abordo/program'), program])
    await offer('0.2.0', 1, program)
    // By abordo-upgrade.path, once the portal has laid it ready.
    await saysStatus(/taken/)
    await gateway.exec('sh', '-c', APPLY)
    expect(await status()).toMatch(/^running {4}0\.2\.0\n/)
    await saysFleet(/^0\.2\.0 +1 +\S+ +all +1 /m)
  }, 300_000)

  it('refuses one that another key has signed, whoever brings it', async () => {
    const { folder } = theBus()
    makeReleaseKey(`${folder}/forger`)
    const out = await offer('0.3.0', 2, smallProgram('forged', 'process.exit(0)'), 'forger')
    await saysFleet(/^0\.3\.0 +2 +\S+ +all +0 +0 +0 +0 +1$/m)
    // As if the portal itself were in the forger's hands.
    const laid = '/var/lib/abordo/upgrade'
    const release = {
      manifest: readFileSync(`${out}/manifest.json`, 'utf8'),
      signature: readFileSync(`${out}/signature`, 'utf8').trim(),
    }
    copyFileSync(`${out}/abordo-gateway_0.3.0_${ARCHITECTURE}.tar.gz`, join(gateway.root, laid, 'release.tar.gz'))
    gateway.write(`${laid}/ready.json`, JSON.stringify({ release, windows: [] }))
    await gateway.exec('sh', '-c', APPLY)
    expect(await status()).toMatch(/^running {4}0\.2\.0\n/)
    expect((await gateway.before('ls', '/var/lib/abordo-versions')).split('\n')).not.toContain('0.3.0')
  }, 300_000)

  it('goes back from one whose portal does not start', async () => {
    const program = `${theBus().folder}/program`
    writeFileSync(join(program, 'abordo.js'), 'process.exit(1)')
    await offer('0.4.0', 3, program)
    await saysStatus(/0\.4\.0.*taken/s)
    await gateway.exec('sh', '-c', APPLY.replace('--deadline-s 40', '--deadline-s 8'))
    expect(await status()).toMatch(/^running {4}0\.2\.0\n/)
    await saysFleet(/^0\.4\.0 +3 +\S+ +all, stopped +0 +0 +0 +1 +0$/m)
  }, 300_000)

  it('has lost no ping of its rider meanwhile', async () => {
    await pings.stop('SIGINT')
    const [, sent = '0', received = '0'] = /(\d+) packets transmitted, (\d+) received/.exec(pings.output()) ?? []
    expect(Number(sent)).toBeGreaterThan(300)
    expect(Number(sent) - Number(received)).toBeLessThanOrEqual(1)
  })
})
