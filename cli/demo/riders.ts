import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { seededRandom } from '../random.ts'
import { RIDER_HEADER, type RunningBus } from './bus.ts'
import { lookAt } from './condition.ts'
import { ridersOn } from './crowd.ts'

/** How often riders board, alight and use data. */
export const STEP_MS = 2000

/** Steps at most between a rider's first page and the tap: most read little. */
const MOST_STEPS_TO_TAP = 7

interface Rider {
  ip: string
  /** Octets a second towards the rider. */
  outputRate: number
}

/** What three riders of the bus of the fault `rider-reports` have to say. */
const COMPLAINTS = [
  { kind: 'slow', text: 'Va muy lento desde la mañana, no carga ni un mensaje.' },
  { kind: 'no-internet', text: 'Dice conectado pero no hay internet.' },
  { kind: 'slow', text: 'Se corta en cada parada.' },
] as const

/** Has three riders report a fault, each through the real form of the portal. Returns how many were taken. */
export async function complain({ portal }: Pick<RunningBus, 'portal'>): Promise<number> {
  const answers = await Promise.all(
    COMPLAINTS.map(async (complaint, i) => {
      const answer = await fetch(`http://127.0.0.1:${portal.port}/problem`, {
        method: 'POST',
        headers: { [RIDER_HEADER]: `10.0.255.${i + 1}`, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(complaint),
      })
      await answer.body?.cancel()
      return answer.ok
    }),
  )
  return answers.filter(Boolean).length
}

/**
 * The riders of one bus. Each sees the real portal's page over HTTP, and some seconds later makes the one tap of a real rider
 * (`POST /session`), uses data, and ends the session when getting off. Never throws: a rider who does not get through tries again at the next step.
 */
export function simulateRiders(running: RunningBus) {
  const { bus, seed, portal, firewall } = running
  const random = seededRandom(`${seed} ${bus.id} riders`)
  const aboard: Rider[] = []
  let reading: (Rider & { stepsToTap: number })[] = []
  let born = 0
  let isFirst = true

  async function ask(path: string, rider: Rider, form?: Record<string, string>): Promise<number | null> {
    try {
      const answer = await fetch(`http://127.0.0.1:${portal.port}${path}`, {
        method: form ? 'POST' : 'GET',
        headers: { [RIDER_HEADER]: rider.ip },
        ...(form && { body: new URLSearchParams(form) }),
        redirect: 'manual',
      })
      await answer.body?.cancel()
      return answer.status
    } catch {
      return null
    }
  }
  const post = async (path: string, rider: Rider) =>
    (await ask(path, rider, { terms: DEFAULT_POLICY.termsVersion })) === 303

  async function board(): Promise<void> {
    born += 1
    // One address a rider; 10.0.0.0/16 of each bus holds more riders than a day brings.
    const rider: Rider = { ip: `10.0.${(born >> 8) & 255}.${born & 255}`, outputRate: 4000 + 60_000 * random() ** 3 }
    const stepsToTap = Math.floor(MOST_STEPS_TO_TAP * random() ** 2)
    // Whom the bus has aboard as the demo begins has read the page long ago.
    if (isFirst) await tap(rider)
    else if ((await ask('/', rider)) === 200) reading.push({ ...rider, stepsToTap })
  }

  async function tap(rider: Rider): Promise<void> {
    if (await post('/session', rider)) aboard.push(rider)
  }

  /** Those who have read enough tap. */
  async function tapWhoHasRead(): Promise<void> {
    const ready = reading.filter(({ stepsToTap }) => stepsToTap === 0)
    reading = reading.flatMap((rider) => (rider.stepsToTap > 0 ? [{ ...rider, stepsToTap: rider.stepsToTap - 1 }] : []))
    await Promise.all(ready.map(tap))
  }

  async function alight(): Promise<void> {
    const [rider] = aboard.splice(Math.floor(random() * aboard.length), 1)
    if (rider && !(await post('/session/end', rider))) aboard.push(rider)
  }

  return {
    aboard: () => aboard.length,
    /** Brings the riders to what the hour asks for, at most `most` comings and goings, and lets them use data for `seconds`. */
    async step(now: number, seconds: number, most: number): Promise<void> {
      const isOnline = lookAt(running, now, random) !== null
      for (const { ip, outputRate } of isOnline ? aboard : []) {
        const output = Math.round(outputRate * seconds * (0.5 + random()))
        firewall.count(ip, { input: Math.round(output * 0.11), output })
      }
      const wanted = ridersOn(bus, now, seed)
      const missing = Math.min(most, Math.max(0, wanted - aboard.length - reading.length))
      const tooMany = Math.min(most, Math.max(0, aboard.length - wanted))
      await tapWhoHasRead()
      await Promise.all([...Array.from({ length: missing }, board), ...Array.from({ length: tooMany }, alight)])
      isFirst = false
    },
  }
}
