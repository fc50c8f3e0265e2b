import { expect, it } from 'vitest'
import { watchMachine } from '../../portal/machine.ts'
import { createTimeSources } from '../../portal/time/sources.ts'

const clock = { now: () => Date.UTC(2026, 10, 26), uptime: () => 5000, kernelBootId: 'a boot' }
const common = {
  clock,
  storage: () => ({ storage: 'disk', databasesSetAside: 0 }) as const,
  uplinkChanged: () => undefined,
}

it('a machine of which nothing is the gateway’s tells nothing, and has nobody judge its uplink', async () => {
  const machine = watchMachine({ ...common, parts: null, log: () => undefined })
  await machine.look()
  expect(await machine.telemetry()).toEqual({ health: null, uplink: null })
  expect(machine.lastLook()).toBe(-1)
})

it('a machine whose parts are given tells what they say', async () => {
  const health = { cpuShare: 0.1, memory: null, disk: null, temperatureC: 93, dhcp: null, dnsmasqAlive: null }
  const last = { link: true, route: true, dnsMs: 40, fleetMs: 50 }
  const counter = { name: 'wwan0', received: 7, sent: 3 }
  const machine = watchMachine({
    ...common,
    parts: {
      looks: { isLinked: () => true, probe: async () => 50, last: () => last },
      counter: () => counter,
      modems: { read: async () => [] },
      health: { read: async () => health },
    },
    log: () => undefined,
  })
  await machine.uplink.checkInternet()
  await machine.look()
  expect(await machine.telemetry()).toEqual({
    health: { ...health, storage: 'disk', databasesSetAside: 0 },
    uplink: { uplink: { upMs: 0, ...last }, counter, modems: [] },
  })
  expect(machine.lastLook()).toBe(50)
})

it('a receiver that is given tells place and time, until it is stopped', () => {
  const heard: number[] = []
  const noted: string[] = []
  const stops: string[] = []
  const sources = createTimeSources({
    time: { note: ({ source }) => noted.push(source) > 0, clock },
    systemClock: clock,
    builtAtMs: Date.UTC(2026, 10, 24),
    gpsd: null,
    receiver: (hear) => {
      hear({ class: 'TPV', mode: 3, time: '2026-11-26T00:00:00Z', lat: 20.84, lon: -101.75 }, 5000)
      return { stop: () => void stops.push('stopped') }
    },
    isGateway: false,
    onFix: ({ lat }) => heard.push(lat ?? 0),
    after: () => () => undefined,
    random: () => 0,
    log: () => undefined,
  })
  expect([heard, noted]).toEqual([[20.84], ['gnss']])
  sources.stop()
  expect(stops).toEqual(['stopped'])
})
