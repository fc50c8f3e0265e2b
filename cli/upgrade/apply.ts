import { lookup } from 'node:dns/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { askPortal } from '../../portal/check/look.ts'
import { systemClock } from '../../portal/clock.ts'
import type { PortalConfig } from '../../portal/config.ts'
import { readLan } from '../../portal/lan.ts'
import { runProgram } from '../../portal/run-program.ts'
import { architectureOf } from '../../portal/upgrade/check-release.ts'
import { applyUpgrades } from '../../portal/upgrade/root/apply.ts'
import { fleetUrlIn } from '../../portal/upgrade/root/fleet-url.ts'
import { takeLock } from '../../portal/upgrade/root/lock.ts'
import { prove } from '../../portal/upgrade/root/prove.ts'
import { trialPlace } from '../../portal/upgrade/root/trial-place.ts'
import { placesOf } from './places.ts'

/** The portal's unit waits for its first ready, with a limit of its own. */
const RESTART_MS = 150_000

export interface ApplyOrder {
  atOnce: boolean
  /** A program that starts the portal anew; null: systemd does. */
  restart: string | null
  deadlineMs: number
  holdMs: number
  log: (message: string, error?: unknown) => void
}

/** One turn of root's side on this machine. */
export async function applyHere(config: PortalConfig, order: ApplyOrder): Promise<void> {
  const architecture = architectureOf(process.arch)
  if (architecture === null) throw new Error(`no version is made for ${process.arch}`)
  // What is unpacked has to be read by the portal's user.
  process.umask(0o022)
  const clock = systemClock()
  const { address, ownHosts } = readLan(config)
  const [host = ''] = ownHosts
  const [command, args] = order.restart === null ? systemctl : [order.restart, []]
  const { atOnce, deadlineMs, holdMs, log } = order
  const places = placesOf(config)
  const done = await applyUpgrades({
    places,
    lock: () => takeLock(places.versions),
    architecture,
    askPortal: () => askPortal(config.httpPort),
    restart: async () => {
      await runProgram(command, args, { limitMs: RESTART_MS })
    },
    proofFor: (uplinkWorked) => async (trial) =>
      prove(trial, {
        askPortal: () => askPortal(config.httpPort),
        place: (mac) => trialPlace(config.lanInterface, address ?? '', mac),
        program: { command: process.execPath, args: [process.argv[1] ?? '', 'upgrade', 'phone'] },
        phone: {
          gateway: address ?? '',
          host,
          names: config.dhcp === 'dnsmasq',
          beyond: await beyondOf(config).catch(() => null),
        },
        uplinkWorked,
      }),
    systemNow: clock.now,
    uptime: clock.uptime,
    bootId: clock.kernelBootId,
    wait: async (ms) => {
      await wait(ms)
    },
    atOnce,
    deadlineMs,
    holdMs,
    log,
  })
  if (done === 'busy') log('another is at it already')
}

const systemctl: [string, string[]] = ['systemctl', ['restart', 'abordo-portal.service']]

/** The fleet, which this gateway reaches over its uplink and every rider may. */
async function beyondOf({ fleetUrl, dataDir }: PortalConfig): Promise<{ host: string; port: number } | null> {
  const url = fleetUrl ?? fleetUrlIn(dataDir)
  if (url === null) return null
  const { hostname, port, protocol } = new URL(url)
  const { address } = await lookup(hostname, { family: 4 })
  return { host: address, port: Number(port || (protocol === 'https:' ? 443 : 80)) }
}
