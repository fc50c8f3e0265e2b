import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { gpsdBench } from '../../fakes/gpsd.ts'

const recorded = (name: string) => readFileSync(new URL(`../testcases/gpsd/${name}`, import.meta.url), 'utf8')
const VERSION = '{"class":"VERSION","release":"3.22","rev":"3.22","proto_major":3,"proto_minor":14}\n'
const TPV = '{"class":"TPV","mode":3,"time":"2026-11-24T14:00:01.000Z"}\n'

describe('the client of gpsd', () => {
  const benches: Awaited<ReturnType<typeof gpsdBench>>[] = []
  const bench = async () => {
    const made = await gpsdBench()
    benches.push(made)
    return made
  }
  afterEach(async () => {
    for (const made of benches.splice(0)) await made.remove()
  })

  it('asks for reports and hands on each fix with the time at which it came', async () => {
    const { connected, say, heard, pass, fixes, asked, logged } = await bench()
    await connected(1)
    say(recorded('receiver.jsonl'))
    await heard(3)
    pass(1000)
    say(TPV)
    await heard(4)
    expect(asked).toEqual(['?WATCH={"enable":true,"json":true}\n'])
    expect(fixes.map(([{ mode, time }, at]) => [mode, time, at])).toEqual([
      [1, undefined, 100_000],
      [3, '2026-11-24T14:00:01.000Z', 100_000],
      [3, '2026-11-24T14:00:02.000Z', 100_000],
      [3, '2026-11-24T14:00:01.000Z', 101_000],
    ])
    expect(logged).toEqual([])
  })

  it('passes over what is no line of gpsd', async () => {
    const { connected, say, heard, fixes } = await bench()
    await connected(1)
    say(`HTTP/1.1 400 Bad Request\r\n\r\n\0\xff{}\n${'a'.repeat(200_000)}\n{"class":"TPV"}\n`)
    say(TPV.slice(0, 20))
    say(TPV.slice(20))
    await heard(1)
    expect(fixes[0]?.[0]).toEqual({ class: 'TPV', mode: 3, time: '2026-11-24T14:00:01.000Z' })
  })

  it('connects again when gpsd hangs up, and says once that it is gone and once that it is back', async () => {
    const { connected, say, heard, hangUp, waitsFor, goOff, logged } = await bench()
    await connected(1)
    say(VERSION + TPV)
    await heard(1)
    hangUp()
    await waitsFor(2000)
    goOff()
    await connected(2)
    say(VERSION + TPV + TPV)
    await heard(3)
    expect(logged).toEqual([
      'neither time nor position from gpsd at 127.0.0.1:PORT: it has closed the connection; it is asked again and again',
      'gpsd at 127.0.0.1:PORT speaks again',
    ])
  })

  it('waits longer each time, and no longer than half a minute', async () => {
    const { connected, say, heard, goAway, waitsFor, goOff, logged } = await bench()
    await connected(1)
    say(TPV)
    await heard(1)
    goAway()
    for (const ms of [2000, 4000, 8000, 16_000, 30_000]) {
      await waitsFor(ms)
      goOff()
    }
    await waitsFor(30_000)
    expect(logged).toEqual([
      'neither time nor position from gpsd at 127.0.0.1:PORT: it has closed the connection; it is asked again and again',
    ])
  })

  it('says that nobody is there, when nobody is', async () => {
    const { goAway, waitsFor, logged } = await bench()
    goAway()
    await waitsFor(2000)
    expect(logged).toHaveLength(1)
  })

  it('asks anew after ten seconds of silence, then has two minutes of patience', async () => {
    const { connected, say, heard, waits, waitsFor, goOff, logged } = await bench()
    await connected(1)
    say(VERSION + TPV)
    await heard(1)
    expect(waits()).toEqual([10_000])
    goOff()
    expect(waits()).toEqual([2000])
    goOff()
    await connected(2)
    expect(waits()).toEqual([120_000])
    goOff()
    expect(waits()).toEqual([4000])
    goOff()
    await connected(3)
    say(TPV)
    await heard(2)
    await waitsFor(10_000)
    expect(logged).toEqual([
      'neither time nor position from gpsd at 127.0.0.1:PORT: it has no receiver; it is asked again and again',
      'gpsd at 127.0.0.1:PORT speaks again',
    ])
  })

  it('takes a fix that is none as a sign of life: a bus in a garage is no trouble', async () => {
    const { connected, say, heard, goOff, waits, logged } = await bench()
    await connected(1)
    say('{"class":"TPV","mode":1}\n')
    await heard(1)
    expect([waits(), logged]).toEqual([[10_000], []])
    goOff()
    expect(logged).toHaveLength(1)
  })

  it.each([
    ['what answers there is not gpsd', 'HTTP/1.1 400 Bad Request\n'],
    ['it has no receiver', recorded('no-receiver.jsonl')],
    ['its receiver tcp://127.0.0.1:29481 is silent', recorded('receiver.jsonl').replaceAll('TPV', 'TVP')],
  ])('says of its silence that %s', async (what, said) => {
    const { connected, say, heard, goOff, logged, fixes, waits } = await bench()
    await connected(1)
    say(said)
    // A fix at the end shows that all before it has been read.
    say(TPV)
    await heard(1)
    expect([fixes.length, waits()]).toEqual([1, [10_000]])
    goOff()
    expect(logged).toEqual([
      `neither time nor position from gpsd at 127.0.0.1:PORT: ${what}; it is asked again and again`,
    ])
  })

  it('leaves when it is stopped, and does nothing more', async () => {
    const { client, connected, say, heard, left, waits, logged, fixes } = await bench()
    await connected(1)
    say(TPV)
    await heard(1)
    client.stop()
    await left()
    expect([waits(), logged, fixes.length]).toEqual([[], [], 1])
  })

  it('hands on nothing more when its listener stops it, though more has come', async () => {
    const { client, connected, say, heard, left, listener, fixes, waits } = await bench()
    listener.heard = client.stop
    await connected(1)
    say(TPV + TPV + TPV)
    await heard(1)
    await left()
    expect([fixes.length, waits()]).toEqual([1, []])
  })

  it('does not come back when it is stopped while it waits', async () => {
    const { client, connected, hangUp, waitsFor, waits } = await bench()
    await connected(1)
    hangUp()
    await waitsFor(2000)
    client.stop()
    expect(waits()).toEqual([])
  })
})
