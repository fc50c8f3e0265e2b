import { LAN } from '../../test/bus/addresses.ts'
import { median, rounded } from '../row.ts'
import type { Gateway } from './gateway.ts'
import type { Measured } from './rows.ts'

const CONNECTIONS = 1_200
const AT_ONCE = 100
const ASKED = 40

/** One phone tries to open 1,200 connections, as many as the gateway takes, and says nothing on them; another asks for the page meanwhile. */
export async function idleRow({ bus }: Gateway): Promise<Measured> {
  const rude = bus.phone(2)
  let opened = 0
  for (let tried = 0; tried < CONNECTIONS; tried += AT_ONCE) {
    const open = () =>
      rude.connect(LAN.gateway, 80, 5_000).then(
        () => 1,
        () => 0,
      )
    const all = await Promise.all(Array.from({ length: AT_ONCE }, open))
    opened += all.reduce<number>((sum, one) => sum + one, 0)
  }
  const times: number[] = []
  for (let asked = 0; asked < ASKED; asked += 1) {
    const answer = await bus
      .phone(1)
      .request({ url: `http://${LAN.gateway}/`, timeoutMs: 15_000 })
      .catch(() => null)
    times.push(answer?.status === 200 ? answer.ms : Number.POSITIVE_INFINITY)
  }
  const longest = Math.max(...times)
  const unanswered = times.filter((ms) => ms === Number.POSITIVE_INFINITY).length
  return {
    abordo: `median ${rounded(median(times))} ms, longest ${rounded(longest)} ms of ${ASKED}, ${unanswered} unanswered (${opened} of the connections were taken)`,
    holds: longest <= 100,
    figures: { tried: CONNECTIONS, opened, medianMs: rounded(median(times)), longestMs: rounded(longest), unanswered },
  }
}
