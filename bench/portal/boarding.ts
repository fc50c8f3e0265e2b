import type { Boarded } from '../../test/bus/agent/boarding.ts'
import { median, quantile, rounded } from '../row.ts'
import type { Gateway } from './gateway.ts'
import type { Measured } from './rows.ts'

const ONE_BY_ONE = 30
const STORMS = 3

/** From the moment that the form is sent, on a new connection, until an echo of the first packet is back from the internet host. */
export async function acceptRow(gateway: Gateway): Promise<Measured> {
  await gateway.startAnew()
  const times: number[] = []
  for (const rider of gateway.crowd.riders.slice(0, ONE_BY_ONE)) {
    const boarded = await (await gateway.crowd.board([rider])).end()
    for (const { reached, postedAt, onlineAt } of boarded) if (reached === 'online') times.push(onlineAt - postedAt)
  }
  const p50 = median(times)
  return {
    abordo: `${rounded(p50)} ms (p90 ${rounded(quantile(times, 0.9))} ms, ${times.length} of ${ONE_BY_ONE} riders)`,
    holds: p50 <= 10 && times.length === ONE_BY_ONE,
    figures: { p50Ms: rounded(p50), p90Ms: rounded(quantile(times, 0.9)), riders: times.length },
  }
}

/** Leaves 240 riders online. */
export async function boardingRows(gateway: Gateway): Promise<{ boarding: Measured; memory: Measured }> {
  const rates: number[] = []
  let failed = 0
  let rss = 0
  for (let storm = 0; storm < STORMS; storm += 1) {
    await gateway.startAnew()
    const boarded = await (await gateway.crowd.board()).end()
    rss = Math.max(rss, gateway.rssMegabytes())
    rates.push(perSecond(boarded))
    failed += boarded.filter(({ reached }) => reached !== 'online').length
  }
  const rate = median(rates)
  return {
    boarding: {
      abordo: `${rounded(rate)} riders online per second just after a start, ${failed} of ${STORMS * gateway.crowd.size} failed`,
      holds: rate >= 150 && failed === 0,
      figures: { ridersPerSecond: rounded(rate), riders: gateway.crowd.size, failed },
    },
    memory: { abordo: `${Math.round(rss)} MB`, holds: rss <= 90, figures: { megabytes: Math.round(rss) } },
  }
}

/** From the first phone's first question to the last phone online. */
function perSecond(boarded: readonly Boarded[]): number {
  return boarded.length / (Math.max(...boarded.map(({ onlineAt }) => onlineAt)) / 1000)
}
