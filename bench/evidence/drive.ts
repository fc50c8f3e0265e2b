import { type Course, type LatLon, METRES_A_DEGREE, placeAt } from '../../contract/along.ts'
import type { TimedFix } from '../../fleet-api/matching/track.ts'

/** A drive that is made up, with what it is in truth: the route at each moment; null: on none. */
export interface Drive {
  fixes: TimedFix[]
  truth: { from: number; to: number; routeId: string | null }[]
}

const FIX_MS = 10_000

/** Makes a vehicle's day fix by fix. Noise is that of a receiver: 10 m, and the next fix errs much like the one before. */
export class DriveMaker {
  readonly drive: Drive = { fixes: [], truth: [] }
  at: number
  #random: () => number
  #error: [number, number] = [0, 0]
  #noiseM: number

  constructor({ startAt, random, noiseM = 10 }: { startAt: number; random: () => number; noiseM?: number }) {
    this.at = startAt
    this.#random = random
    this.#noiseM = noiseM
  }

  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random())
  }

  #fix(place: LatLon): void {
    const keep = 0.7
    const fresh = this.#noiseM * Math.sqrt(1 - keep * keep)
    this.#error = [keep * this.#error[0] + fresh * this.#normal(), keep * this.#error[1] + fresh * this.#normal()]
    const lat = place[0] + this.#error[0] / METRES_A_DEGREE
    const lon = place[1] + this.#error[1] / (METRES_A_DEGREE * Math.cos((place[0] * Math.PI) / 180))
    this.drive.fixes.push({ at: this.at, lat: round(lat), lon: round(lon) })
  }

  #spend(from: number, routeId: string | null): void {
    const last = this.drive.truth.at(-1)
    if (last?.routeId === routeId && last.to === from) last.to = this.at
    else this.drive.truth.push({ from, to: this.at, routeId })
  }

  /** Stands, with the engine running: the receiver tells a fix a minute. */
  stand(place: LatLon, ms: number, routeId: string | null): void {
    const from = this.at
    for (let spent = 0; spent < ms; spent += 60_000) {
      this.#fix(place)
      this.at += 60_000
    }
    this.#spend(from, routeId)
  }

  /** Runs along a course, from one place on it to another, stopping as buses do. `aside`: leaves it for a block, by metres along it. */
  run(
    course: Course,
    routeId: string | null,
    how: { from?: number; to?: number; gaps?: [number, number][]; aside?: [number, number, number][] } = {},
  ): void {
    const from = this.at
    const { gaps = [], aside = [] } = how
    const end = how.to ?? course.lengthM
    let alongM = how.from ?? 0
    let nextStopM = alongM + 250 + this.#random() * 200
    let cruise = 5 + this.#random() * 6
    let waitMs = 0
    while (alongM < end) {
      const place = placeAt(course, alongM)
      const off = aside.find(([a, b]) => alongM >= a && alongM <= b)
      const isSilent = gaps.some(([a, b]) => this.at - from >= a && this.at - from < b)
      if (!isSilent) this.#fix(off ? sideways(course, alongM, off[2]) : place)
      this.at += FIX_MS
      let left = FIX_MS
      if (waitMs > 0) {
        const waited = Math.min(waitMs, left)
        waitMs -= waited
        left -= waited
      }
      alongM += (cruise * left) / 1000
      if (alongM >= nextStopM) {
        waitMs = 8_000 + this.#random() * 20_000
        nextStopM = alongM + 250 + this.#random() * 200
        cruise = 5 + this.#random() * 6
      }
    }
    this.#spend(from, routeId)
  }
}

function sideways(course: Course, alongM: number, byM: number): LatLon {
  const [a, b] = [placeAt(course, alongM - 20), placeAt(course, alongM + 20)]
  const here = placeAt(course, alongM)
  const [dy, dx] = [b[0] - a[0], (b[1] - a[1]) * course.shrink]
  const length = Math.hypot(dx, dy) || 1
  return [
    here[0] - (dx / length) * (byM / METRES_A_DEGREE),
    here[1] + (dy / length) * (byM / (METRES_A_DEGREE * course.shrink)),
  ]
}

const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5
