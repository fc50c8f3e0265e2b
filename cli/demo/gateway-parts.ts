import type { UnenforcedFirewall } from '../../portal/firewall/none.ts'
import type { MachineParts } from '../../portal/machine.ts'
import type { Receiver } from '../../portal/time/sources.ts'
import type { UplinkLook } from '../../portal/uplink/looks.ts'
import { lookAt, machineHealth, modemOf, reachesFleet, uplinkLook } from './condition.ts'
import { ridersOn } from './crowd.ts'
import { overTheSim, POLICY_FAILURE } from './history.ts'
import type { StagedBus } from './staged.ts'
import { fixOf } from './way.ts'

/** What the demo gives the real portals in the place of a bus's hardware. */

const FIX_MS = 5000

/** A GNSS receiver that rides along. */
export function receiverOf(staged: StagedBus, uptime: () => number, random: () => number): Receiver {
  return (hear) => {
    const tell = () => {
      const at = Date.now()
      const [lat, lon] = fixOf(staged, at, random)
      hear({ class: 'TPV', mode: 3, time: new Date(at).toISOString(), ept: 0.005, eph: 5, lat, lon }, uptime())
    }
    tell()
    const timer = setInterval(tell, FIX_MS)
    return { stop: () => clearInterval(timer) }
  }
}

/** A machine with one modem. `octets`: what riders have used since it started. */
export function machineOf(
  staged: StagedBus,
  octets: { input: number; output: number },
  kernelBootId: string,
  random: () => number,
): MachineParts {
  let last: UplinkLook = uplinkLook(staged, Date.now(), lookAt(staged, Date.now(), random))
  const counter = () => ({ name: `wwan0@${kernelBootId}`, ...overTheSim(octets) })
  return {
    looks: {
      isLinked: () => true,
      async probe() {
        const at = Date.now()
        const roundTripMs = lookAt(staged, at, random)
        last = uplinkLook(staged, at, roundTripMs)
        return roundTripMs
      },
      last: () => last,
    },
    counter: () => ({ ...counter(), name: `if:${counter().name}` }),
    modems: { read: async () => [{ modem: modemOf(staged, Date.now(), random), counter: counter() }] },
    health: {
      async read() {
        const at = Date.now()
        return machineHealth(staged, at, ridersOn(staged.bus, at, staged.seed), random)
      },
    },
  }
}

/** What a bus of the demo is to go through: a fault of the show, and none of the program. */
export class NoUplink extends TypeError {}

/** The road to the fleet: where the bus has no uplink, nothing gets through, and what it sends waits in the real outbox. */
export function roadOf(staged: StagedBus, random: () => number): typeof fetch {
  return (input, init) => {
    if (!reachesFleet(staged, Date.now(), random)) return Promise.reject(new NoUplink('the demo’s bus has no uplink'))
    return fetch(input, init)
  }
}

/** Counts what riders use over the SIM too; on the bus of the fault `policy` each second ruleset is refused, so that the first one stays. */
export function firewallOf({ bus }: StagedBus, inner: UnenforcedFirewall, octets: { input: number; output: number }) {
  let installs = 0
  return {
    ...inner,
    async install(rules) {
      installs += 1
      if (bus.fault === 'policy' && installs % 2 === 0) throw new Error(POLICY_FAILURE)
      await inner.install(rules)
    },
    count(ip, used) {
      octets.input += used.input
      octets.output += used.output
      inner.count(ip, used)
    },
  } satisfies UnenforcedFirewall
}
