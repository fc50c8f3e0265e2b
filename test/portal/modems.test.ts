import { describe, expect, it } from 'vitest'
import { mmcliBench } from '../fakes/mmcli.ts'

describe('the modems, as ModemManager tells them', () => {
  it('are told with network, signal and the octets of their bearer', async () => {
    const { read, asked } = mmcliBench('lte-connected')
    expect(await read()).toEqual([
      {
        modem: {
          port: 'wwan0',
          state: 'connected',
          failure: null,
          registration: 'home',
          technologies: ['lte'],
          operatorName: 'TELCEL',
          operatorCode: '334020',
          signal: { qualityPercent: 72, rssiDbm: -61, rsrpDbm: -89, rsrqDb: -9, snrDb: 13.4 },
        },
        counter: {
          name: 'bearer:/org/freedesktop/ModemManager1/Bearer/3@boot-a',
          received: 81_834_567,
          sent: 9_294_567,
        },
      },
    ])
    expect(asked).toEqual([
      '-L -J',
      '-m /org/freedesktop/ModemManager1/Modem/0 -J',
      '-m /org/freedesktop/ModemManager1/Modem/0 --signal-get -J',
      '-b /org/freedesktop/ModemManager1/Bearer/3 -J',
    ])
  })

  it('are told all, by their ports: one that roams with 5G, and one that has no SIM', async () => {
    const [first, second] = await mmcliBench('two-modems').read()
    expect(first).toEqual({
      modem: {
        port: 'wwan0',
        state: 'connected',
        failure: null,
        registration: 'roaming',
        technologies: ['lte', '5gnr'],
        operatorName: 'T-Mobile',
        operatorCode: '310260',
        signal: { qualityPercent: 72, rssiDbm: null, rsrpDbm: -84, rsrqDb: -10.5, snrDb: 17.5 },
      },
      counter: { name: 'bearer:/org/freedesktop/ModemManager1/Bearer/7@boot-a', received: 5000, sent: 400 },
    })
    expect(second).toEqual({
      modem: {
        port: 'wwan1',
        state: 'failed',
        failure: 'sim-missing',
        registration: null,
        technologies: [],
        operatorName: null,
        operatorCode: null,
        signal: { qualityPercent: null, rssiDbm: null, rsrpDbm: null, rsrqDb: null, snrDb: null },
      },
      counter: null,
    })
  })

  it('have no signal and no octets while they search', async () => {
    expect(await mmcliBench('searching').read()).toEqual([
      {
        modem: {
          port: 'wwan0',
          state: 'searching',
          failure: null,
          registration: 'searching',
          technologies: [],
          operatorName: null,
          operatorCode: null,
          signal: { qualityPercent: null, rssiDbm: null, rsrpDbm: null, rsrqDb: null, snrDb: null },
        },
        counter: null,
      },
    ])
  })

  it('are read as ModemManager 1.14 prints them, too', async () => {
    expect(await mmcliBench('older').read()).toEqual([
      {
        modem: {
          port: 'wwan0',
          state: 'connected',
          failure: null,
          registration: 'home',
          technologies: ['hspa'],
          operatorName: null,
          operatorCode: '334020',
          signal: { qualityPercent: 48, rssiDbm: -79, rsrpDbm: null, rsrqDb: null, snrDb: null },
        },
        counter: {
          name: 'bearer:/org/freedesktop/ModemManager1/Bearer/0@boot-a',
          received: 1_061_576,
          sent: 66_836,
        },
      },
    ])
  })

  it('are none where ModemManager has none, which is nothing to be logged', async () => {
    const { read, logged } = mmcliBench('no-modem')
    expect([await read(), logged]).toEqual([[], []])
  })
})

describe('the octets of a modem', () => {
  const bearer = (connected: 'yes' | 'no', stats: Record<string, string>) => ({
    bearer: { status: { connected }, stats: { 'bytes-rx': '--', 'bytes-tx': '--', ...stats } },
  })
  const counterWith = async (bearers: Record<number, unknown>) => {
    const { read, printed } = mmcliBench('lte-connected')
    const modem = JSON.parse(printed.get('modem-0') ?? '')
    modem.modem.generic.bearers = Object.keys(bearers).map((n) => `/org/freedesktop/ModemManager1/Bearer/${n}`)
    printed.set('modem-0', JSON.stringify(modem))
    for (const [n, said] of Object.entries(bearers)) printed.set(`bearer-${n}`, JSON.stringify(said))
    return (await read())[0]?.counter
  }

  it('are those of the bearer that is connected', async () => {
    const counter = await counterWith({
      2: bearer('yes', { 'total-bytes-rx': '20', 'total-bytes-tx': '2' }),
      10: bearer('no', { 'total-bytes-rx': '100', 'total-bytes-tx': '10' }),
    })
    expect(counter).toEqual({ name: 'bearer:/org/freedesktop/ModemManager1/Bearer/2@boot-a', received: 20, sent: 2 })
  })

  it('are those of the latest bearer where none is connected', async () => {
    const counter = await counterWith({
      9: bearer('no', { 'total-bytes-rx': '90', 'total-bytes-tx': '9' }),
      10: bearer('no', { 'total-bytes-rx': '100', 'total-bytes-tx': '10' }),
      11: bearer('no', {}),
    })
    expect(counter).toEqual({ name: 'bearer:/org/freedesktop/ModemManager1/Bearer/10@boot-a', received: 100, sent: 10 })
  })

  it('are 0 one way where mmcli leaves a count of 0 out', async () => {
    const counter = await counterWith({ 1: bearer('yes', { 'total-bytes-rx': '--', 'total-bytes-tx': '60' }) })
    expect(counter).toEqual({ name: 'bearer:/org/freedesktop/ModemManager1/Bearer/1@boot-a', received: 0, sent: 60 })
  })

  it('are counted under another name where only the present connection is counted', async () => {
    const counter = await counterWith({ 1: bearer('yes', { 'bytes-rx': '700', 'bytes-tx': '60' }) })
    expect(counter).toEqual({
      name: 'bearer:/org/freedesktop/ModemManager1/Bearer/1@boot-a:connection',
      received: 700,
      sent: 60,
    })
  })

  it('are not known where they are too many to be kept exactly', async () => {
    const counter = await counterWith({
      1: bearer('yes', { 'total-bytes-rx': '9007199254740993', 'total-bytes-tx': '1' }),
    })
    expect(counter).toBeNull()
  })
})

describe('the signal of a modem', () => {
  it('is asked for by ModemManager once it has been told to, and again once it has forgotten', async () => {
    const { read, printed, setUps } = mmcliBench('lte-connected')
    const polled = printed.get('signal-0') ?? ''
    const idle = polled.replace('"rate": "30"', '"rate": "0"')
    printed.set('signal-0', idle)
    await read()
    expect(setUps()).toEqual(['-m /org/freedesktop/ModemManager1/Modem/0 --signal-setup=30'])
    printed.set('signal-0', polled)
    await read()
    expect(setUps()).toHaveLength(1)
    printed.set('signal-0', idle)
    await read()
    expect(setUps()).toHaveLength(2)
  })

  it('is not asked for at each look where the modem refuses, only every 15 minutes', async () => {
    const { read, clock, setUps } = mmcliBench('searching')
    for (let minute = 0; minute < 16; minute += 1) {
      await read()
      clock.pass(60)
    }
    expect(setUps()).toHaveLength(2)
  })

  it('is not asked for where the modem cannot tell it', async () => {
    const { read, printed, setUps } = mmcliBench('lte-connected')
    printed.delete('signal-0')
    const [reading] = await read()
    expect(reading?.modem.signal).toEqual({
      qualityPercent: 72,
      rssiDbm: null,
      rsrpDbm: null,
      rsrqDb: null,
      snrDb: null,
    })
    expect(setUps()).toEqual([])
  })
})
