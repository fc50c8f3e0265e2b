import type { Modem } from '../../contract/telemetry.ts'
import type { MachineHealth } from '../../portal/health/health.ts'
import type { UplinkLook } from '../../portal/uplink/looks.ts'
import { coverageAt, networkOf, roundTripAt } from './city/radio.ts'
import { cityClock } from './crowd.ts'
import type { StagedBus } from './staged.ts'
import { placeOf } from './way.ts'

/** How the machines of the demo's buses and their uplinks are, live and in history: by the hour, by the place, and by what is wrong with them. */

const MEGA = 1_000_000

/** `riders`: connected now; `random`: from 0 to 1. */
export function machineHealth(
  { bus, since }: StagedBus,
  at: number,
  riders: number,
  random: () => number,
): MachineHealth {
  const { minuteOfDay } = cityClock(at)
  const sun = Math.max(0, Math.sin(((minuteOfDay - 7 * 60) / (12 * 60)) * Math.PI))
  const isFaulty = at >= since
  const warmed = Math.min(1, (at - since) / (20 * 60_000))
  const temperature = 46 + 12 * sun + 0.1 * riders + 2 * random()
  const leases = Math.round(riders * 1.7 + 6 + 4 * random())
  return {
    cpuShare: Math.round((0.05 + 0.004 * riders + 0.05 * random()) * 1000) / 1000,
    memory: { totalOctets: 512 * MEGA, availableOctets: Math.round((290 - 1.2 * riders - 12 * random()) * MEGA) },
    disk: { totalOctets: 7_600 * MEGA, freeOctets: Math.round((5_200 - 40 * random()) * MEGA) },
    temperatureC: Math.round(bus.fault === 'hot' && isFaulty ? temperature + (93 - temperature) * warmed : temperature),
    dhcp: { size: 250, used: bus.fault === 'dhcp-full' && isFaulty ? 241 + Math.round(7 * random()) : leases },
    dnsmasqAlive: true,
  }
}

/** Minutes before it falls silent in which the bus without data now and then still gets a report through. */
const FADING_MS = 3 * 60_000
export const FADING_SHARE = 0.28

export function isFading({ bus, since }: StagedBus, at: number): boolean {
  return bus.fault === 'no-data' && at >= since - FADING_MS && at < since
}

/** Whether something else than the place is wrong with the uplink. */
function isCutOff(staged: StagedBus, at: number): boolean {
  const { fault } = staged.bus
  return isFading(staged, at) || ((fault === 'no-data' || fault === 'no-internet') && at >= staged.since)
}

/** How well the network is heard. It is not for want of signal that those have no internet, or that one bus lost its power. */
function coverageOf(staged: StagedBus, at: number): number {
  return isCutOff(staged, at) || staged.bus.fault === 'power' ? 0.8 : coverageAt(placeOf(staged, at))
}

/** A look at the internet: round trip in ms; null: it does not come back. */
export function lookAt(staged: StagedBus, at: number, random: () => number): number | null {
  const luck = random()
  if (isCutOff(staged, at)) return null
  return roundTripAt(coverageOf(staged, at), networkOf(staged.bus), luck)
}

/** Reports come through: the fleet is reached where the internet is, and over the mobile operator's private network without it. */
export function reachesFleet(staged: StagedBus, at: number, random: () => number): boolean {
  const isPrivate = staged.bus.fault === 'no-internet' && at >= staged.since
  return isPrivate || lookAt(staged, at, random) !== null
}

/** The uplink as last looked at, `roundTripMs` being what came of the look. */
export function uplinkLook({ bus, since }: StagedBus, at: number, roundTripMs: number | null): UplinkLook {
  // Over the mobile operator's own network the fleet is near, whatever else there is.
  const isPrivate = bus.fault === 'no-internet' && at >= since
  const fleetMs = isPrivate ? networkOf(bus).roundTripMs + 40 : roundTripMs
  return { link: true, route: true, dnsMs: roundTripMs === null ? null : Math.max(1, roundTripMs - 9), fleetMs }
}

/** Its one modem, but for what it has counted. */
export function modemOf(staged: StagedBus, at: number, random: () => number): Omit<Modem, 'octets'> {
  const network = networkOf(staged.bus)
  const coverage = coverageOf(staged, at)
  const isLost = coverage === 0
  const hasNoData = staged.bus.fault === 'no-data' && isCutOff(staged, at)
  const dbm = -118 + 32 * coverage - 6 * random()
  return {
    port: 'wwan0',
    state: isLost ? 'searching' : hasNoData ? 'registered' : 'connected',
    failure: null,
    registration: isLost ? 'searching' : 'home',
    technologies: isLost ? [] : ['lte'],
    operatorName: isLost ? null : network.name,
    operatorCode: isLost ? null : network.code,
    signal: {
      qualityPercent: Math.round(Math.max(3, 20 + 70 * coverage - 8 * random())),
      rssiDbm: Math.round(dbm + 28),
      rsrpDbm: Math.round(dbm),
      rsrqDb: Math.round(-17 + 7 * coverage),
      snrDb: Math.round(-2 + 18 * coverage),
    },
  }
}
