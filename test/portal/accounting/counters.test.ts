import { describe, expect, it } from 'vitest'
import type { RawCounter } from '../../../portal/queries/counters.ts'
import { type TestGateway, testGateway } from '../../fakes/gateway.ts'
import { aModem } from '../../fakes/telemetry.ts'

/** What the next report says of the uplink's interface and of one modem, given what their counters stand at. */
async function report(gateway: TestGateway, wan: RawCounter | null, bearer: RawCounter | null) {
  gateway.telemetry.now = {
    health: null,
    uplink: {
      uplink: { upMs: 60_000, link: true, route: true, dnsMs: 20, fleetMs: 80 },
      counter: wan,
      modems: [{ modem: aModem('wwan0', null), counter: bearer }],
    },
  }
  gateway.clock.pass(60)
  const uplink = (await gateway.accounting.close())?.uplink
  return [uplink?.octets, uplink?.modems[0]?.octets]
}
const wan = (received: number, sent: number) => ({ name: 'if:wwan0', received, sent })
const bearer = (number: number, received: number, sent: number) => ({ name: `bearer:wwan0:${number}`, received, sent })

describe('octets over the uplink', () => {
  it('are those since the last report', async () => {
    const gateway = await testGateway()
    await report(gateway, wan(1000, 100), bearer(1, 900, 90))
    expect(await report(gateway, wan(1500, 130), bearer(1, 1300, 110))).toEqual([
      { received: 500, sent: 30 },
      { received: 400, sent: 20 },
    ])
  })

  it('are told once, also when the portal starts again in between', async () => {
    const gateway = await testGateway()
    await report(gateway, wan(1000, 100), null)
    const restarted = await testGateway(gateway)
    expect(await report(restarted, wan(1700, 110), null)).toEqual([{ received: 700, sent: 10 }, null])
  })

  it('begin anew with a counter that stands lower than before, and with each connection of a modem', async () => {
    const gateway = await testGateway()
    await report(gateway, wan(1000, 100), bearer(1, 900, 90))
    expect(await report(gateway, wan(70, 7), bearer(2, 50, 5))).toEqual([
      { received: 70, sent: 7 },
      { received: 50, sent: 5 },
    ])
  })

  it('are not told twice where a modem was silent for a while', async () => {
    const gateway = await testGateway()
    await report(gateway, null, bearer(1, 900, 90))
    expect(await report(gateway, null, null)).toEqual([null, null])
    expect(await report(gateway, null, bearer(1, 950, 95))).toEqual([null, { received: 50, sent: 5 }])
  })
})
