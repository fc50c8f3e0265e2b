import { type LatLon, metresBetween } from '../../../contract/along.ts'
import { placeOnRoute } from './drive.ts'
import type { Bus } from './fleet.ts'

/** The mobile networks of the demo city, and where they do not reach. Neither is a real one: MCC 999 belongs to nobody. */

export interface Network {
  name: string
  code: string
  /** Usual round trip to the internet, ms. */
  roundTripMs: number
}

const NETWORKS: readonly [Network, Network] = [
  { name: 'Red Aurelia', code: '99901', roundTripMs: 58 },
  { name: 'Móvil Ejemplo', code: '99902', roundTripMs: 84 },
]

/** Of each three buses two have the SIM of the first network. */
export function networkOf(bus: Bus): Network {
  return NETWORKS[Number(bus.id.slice(4)) % 3 === 2 ? 1 : 0]
}

interface Zone {
  at: LatLon
  radiusM: number
}

let zones: readonly Zone[] | null = null

/** An underpass, a cutting and the lee of a hill: three stretches where no network reaches the road. */
function deadZones(): readonly Zone[] {
  zones ??= [
    { at: placeOnRoute('T1', 0.71), radiusM: 340 },
    { at: placeOnRoute('T2', 0.19), radiusM: 300 },
    { at: placeOnRoute('X1', 0.3), radiusM: 320 },
  ]
  return zones
}

/** How well the network is heard at a place: 0 not at all, 1 well. */
export function coverageAt(at: LatLon): number {
  const shares = deadZones().map((zone) => metresBetween(zone.at, at) / zone.radiusM)
  const nearest = Math.min(...shares)
  return nearest < 1 ? 0 : Math.min(1, nearest - 0.7)
}

/** Round trip of a look at the internet where the network is heard so well, ms; null: it does not come back. `luck`: from 0 to 1. */
export function roundTripAt(coverage: number, network: Network, luck: number): number | null {
  if (coverage === 0) return null
  return Math.round((network.roundTripMs * (0.7 + luck * luck)) / coverage)
}
