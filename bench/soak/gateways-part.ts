import { Agent } from 'node:http'
import { setTimeout as later } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { seededRandom, uuidFrom } from '../../cli/random.ts'
import { postReports } from '../fleet/post.ts'
import { minuteReport } from '../fleet/reports.ts'
import { type Pace, paceNow } from './pace.ts'

// Simulated gateways, each of which makes a report for every minute of the fleet's time and sends them as a gateway does: in order, at most
// 500 at once, again until they are held. Some are sent twice, some gateways fall silent for a while and catch up.
const MOST = 500
const MINUTES_A_BOOT = 24 * 60
const ROUND_MS = 1000

const pace = JSON.parse(process.env.SOAK_PACE ?? '') as Pace
const random = seededRandom(`soak gateways ${process.env.SOAK_SEED}`)
const agent = new Agent({ keepAlive: true })
const gateways = Array.from({ length: Number(process.env.SOAK_GATEWAYS) }, (_, number) => {
  return { number, next: 0, silentRounds: 0 }
})
let stored = 0
let sentTwice = 0
let failed = 0

/** Reports of consecutive minutes; each day of a gateway is a boot of its own. */
function reportsOf(number: number, first: number, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const minute = first + index
    const seq = minute % MINUTES_A_BOOT
    const report = minuteReport(number, minute, pace.beginMs + minute * 60_000)
    const bootId = uuidFrom(`soak ${number} ${Math.floor(minute / MINUTES_A_BOOT)}`)
    return { ...report, bootId, seq, startedUptimeMs: seq * 60_000, endedUptimeMs: (seq + 1) * 60_000 }
  })
}

async function round(gateway: (typeof gateways)[number]): Promise<void> {
  if (gateway.silentRounds > 0) {
    gateway.silentRounds -= 1
    return
  }
  if (random() < 0.003) gateway.silentRounds = Math.floor(random() * 60)
  const until = Math.floor((paceNow(pace, Date.now()) - pace.beginMs) / 60_000)
  while (gateway.next < until) {
    const count = Math.min(MOST, until - gateway.next)
    const body = gzipSync(JSON.stringify(reportsOf(gateway.number, gateway.next, count)), { level: 1 })
    const times = random() < 0.02 ? 2 : 1
    for (let time = 0; time < times; time += 1) {
      const taken = await postReports({ port: 8080, agent }, gateway.number, body)
      stored += taken
    }
    sentTwice += (times - 1) * count
    gateway.next += count
  }
}

for (let rounds = 1; ; rounds += 1) {
  const results = await Promise.allSettled(gateways.map(round))
  failed += results.filter(({ status }) => status === 'rejected').length
  if (rounds % 10 === 0) {
    const made = gateways.reduce((sum, { next }) => sum + next, 0)
    console.log(JSON.stringify({ made, stored, sentTwice, failed }))
  }
  await later(ROUND_MS)
}
