import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { makeReleaseKey } from '../../cli/release/key.ts'
import { makeRelease } from '../../cli/release/make.ts'
import type { UpgradeOutcome } from '../../contract/release.ts'
import { writeEnrolment } from '../../portal/enrolment.ts'
import { architectureOf } from '../../portal/upgrade/check-release.ts'
import { stateFileOf } from '../../portal/upgrade/places.ts'
import { readRecord } from '../../portal/upgrade/records.ts'
import { FLEET } from './addresses.ts'
import type { Bus } from './bus.ts'
import { until } from './until.ts'

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url))
const PARTS = ['abordo.js', 'chunks', 'db', 'better_sqlite3.node']
const ARCHITECTURE = architectureOf(process.arch) ?? 'amd64'

/** Keeps the portal running as its unit does: whatever of it ends is started again, with the program that is in force. */
const UNIT = `while true; do
  program=$LIB/program
  [ ! -e "$PORTAL_VERSIONS_DIR/current/abordo.js" ] || program=$(readlink -f "$PORTAL_VERSIONS_DIR/current")
  "$NODE" "$program/abordo.js" portal & echo $! > "$LIB/pid"
  wait $!
  sleep 0.1
done
`

/** A gateway as its package makes it, on a bus, with a fleet that offers it releases. */
export class Upgraded {
  readonly lib: string
  readonly versions: string
  readonly fleet: string
  readonly dataDir: string
  readonly env: Record<string, string>
  readonly privateKey: string
  sequence = 0

  constructor(readonly bus: Bus) {
    this.lib = join(bus.folder, 'lib')
    this.versions = join(bus.folder, 'versions')
    this.fleet = join(bus.folder, 'fleet')
    this.dataDir = join(bus.folder, 'gateway')
    for (const folder of [this.lib, this.versions, this.fleet]) mkdirSync(folder)
    this.program('program', '0.1.0')
    makeReleaseKey(join(this.lib, 'release'))
    this.privateKey = readFileSync(join(this.lib, 'release'), 'utf8')
    this.env = {
      PORTAL_LAN_INTERFACE: 'lan0',
      PORTAL_WAN_INTERFACE: 'wan0',
      PORTAL_DATA_DIR: this.dataDir,
      PORTAL_ACCOUNTING_INTERVAL_S: '1',
      PORTAL_DHCP: 'none',
      PORTAL_RELEASE_KEY: join(this.lib, 'release.pub'),
      PORTAL_VERSIONS_DIR: this.versions,
      LIB: this.lib,
      NODE: process.execPath,
    }
    writeFileSync(join(this.lib, 'unit'), UNIT)
    writeFileSync(join(this.lib, 'restart'), `#!/bin/sh\nkill -TERM "$(cat ${this.lib}/pid)"\n`)
    chmodSync(join(this.lib, 'restart'), 0o755)
    const outfile = join(bus.folder, 'release-fleet.mjs')
    const source = fileURLToPath(new URL('release-fleet.ts', import.meta.url))
    buildSync({ entryPoints: [source], bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'silent' })
  }

  /** Starts fleet and gateway. */
  async start(): Promise<void> {
    const { bus } = this
    const fleet = bus.run('inet', process.execPath, [join(bus.folder, 'release-fleet.mjs'), this.fleet, FLEET])
    await fleet.waitForLine(/serves/)
    writeEnrolment(this.dataDir, { gatewayId: 'bus-1', credential: 'a'.repeat(43), fleetUrl: `http://${FLEET}:8080` })
    const portal = bus.run('gw', 'sh', [join(this.lib, 'unit')], this.env)
    await portal.waitForLine(/riders are welcome/)
  }

  /** A program folder of that version; `main` in the place of the program. */
  program(name: string, version: string, main?: string): string {
    const folder = join(this.lib, name)
    mkdirSync(folder)
    for (const part of PARTS) cpSync(join(DIST, part), join(folder, part), { recursive: true })
    writeFileSync(join(folder, 'VERSION'), `${version}\n`)
    if (main !== undefined) {
      rmSync(join(folder, 'chunks'), { recursive: true })
      writeFileSync(join(folder, 'abordo.js'), main)
    }
    return folder
  }

  /** Signs a release; returns its folder. */
  release(version: string, main?: string, privateKey = this.privateKey): string {
    const out = join(this.bus.folder, `release-${version}`)
    this.sequence += 1
    const order = { out, notes: '', sequence: this.sequence, privateKey, now: Date.now() }
    makeRelease({ ...order, folders: { [ARCHITECTURE]: this.program(version, version, main) } })
    return out
  }

  /** Has the fleet offer it. `remaining`: all but so many octets have come before the power went, as the whole takes half a minute. */
  offer(folder: string, remaining: number): void {
    const { version, files } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
    const all = readFileSync(join(folder, `abordo-gateway_${version}_${ARCHITECTURE}.tar.gz`))
    const part = join(this.dataDir, 'upgrade', `${files[0].sha256}.part`)
    writeFileSync(part, all.subarray(0, Math.max(0, all.length - remaining)))
    rmSync(join(this.fleet, 'offered'), { recursive: true, force: true })
    cpSync(folder, join(this.fleet, 'offered'), { recursive: true })
  }

  /** The portal has fetched that version and laid it ready. */
  async isReady(version: string): Promise<void> {
    const file = join(this.dataDir, 'upgrade', 'ready.json')
    await until(
      `version ${version} is ready`,
      () => existsSync(file) && readFileSync(file, 'utf8').includes(`\\"version\\":\\"${version}\\"`),
      20_000,
    )
  }

  /** Root's side, by the package's own program. Returns what it logged. */
  async apply(options: { deadlineS?: number; now?: boolean } = {}): Promise<void> {
    const { deadlineS = 30, now = true } = options
    const limits = ['--restart', join(this.lib, 'restart'), '--deadline-s', String(deadlineS), '--hold-s', '1']
    const args = ['upgrade', 'apply', ...(now ? ['--now'] : []), ...limits]
    await this.bus.gw.exec(process.execPath, [join(this.lib, 'program', 'abordo.js'), ...args], {
      env: this.env,
      timeoutMs: 60_000,
    })
  }

  outcomes(): { version: string; state: string; reason: string | null }[] {
    return readRecord(stateFileOf(this.versions)).outcomes.map(({ version, state, reason }) => ({
      version,
      state,
      reason,
    }))
  }

  /** What the fleet has been told. */
  told(): UpgradeOutcome[] {
    const file = join(this.fleet, 'told')
    if (!existsSync(file)) return []
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  }

  /** The version that answers as the portal; null: none does. */
  async running(): Promise<string | null> {
    const answer = await this.bus.gw.request('http://127.0.0.1:8081/healthz').catch(() => null)
    return answer && JSON.parse(answer.body).software
  }
}
