import { describe, expect, it } from 'vitest'
import { uplinkSchema } from '../../contract/telemetry.ts'
import type { RawCounter } from '../../portal/queries/counters.ts'
import { createUplinkTelemetry } from '../../portal/uplink/telemetry.ts'
import { mmcliBench } from '../fakes/mmcli.ts'

function telemetryBench(name: string) {
  const bench = mmcliBench(name)
  const world = {
    upMs: 0,
    counter: { name: 'if:wwan0:4@boot-a', received: 1000, sent: 100 } as RawCounter | null,
    look: { link: true, route: true, dnsMs: 31, fleetMs: 87 },
  }
  const telemetry = createUplinkTelemetry({
    monitor: {
      takeUpMs() {
        const taken = world.upMs
        world.upMs = 0
        return taken
      },
    },
    looks: { last: () => world.look },
    counter: () => world.counter,
    modems: bench,
  })
  return { ...bench, world, telemetry }
}

describe('the telemetry of the uplink', () => {
  it('is what was last looked at, and the time up since it was last read', async () => {
    const { telemetry, world } = telemetryBench('lte-connected')
    world.upMs = 58_000
    await telemetry.look()
    const reading = telemetry.read()
    expect(reading).toMatchObject({
      uplink: { upMs: 58_000, link: true, route: true, dnsMs: 31, fleetMs: 87 },
      counter: { name: 'if:wwan0:4@boot-a', received: 1000, sent: 100 },
      modems: [{ modem: { port: 'wwan0' }, counter: { received: 81_834_567, sent: 9_294_567 } }],
    })
    const octets = ({ received, sent }: RawCounter) => ({ received, sent })
    const sent = {
      ...reading.uplink,
      octets: reading.counter && octets(reading.counter),
      modems: reading.modems.map(({ modem, counter }) => ({ ...modem, octets: counter && octets(counter) })),
    }
    expect(uplinkSchema.parse(sent)).toEqual(sent)
    expect(telemetry.read().uplink.upMs).toBe(0)
  })

  it('has neither octets nor modems before the first look', () => {
    const { telemetry } = telemetryBench('lte-connected')
    expect(telemetry.read()).toMatchObject({ counter: null, modems: [] })
  })

  it('tells no modem that is gone', async () => {
    const { telemetry, world, printed } = telemetryBench('lte-connected')
    await telemetry.look()
    printed.set('list', '{"modem-list":[]}')
    world.counter = null
    await telemetry.look()
    expect(telemetry.read()).toMatchObject({ counter: null, modems: [] })
  })

  it('asks ModemManager once for looks that come at the same time', async () => {
    const { telemetry, asked } = telemetryBench('no-modem')
    await Promise.all([telemetry.look(), telemetry.look()])
    await telemetry.look()
    expect(asked).toEqual(['-L -J', '-L -J'])
  })
})
