import type { ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { createGunzip, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { askFleet, bringing, FleetRefusal, readAs } from '../../portal/fleet-ask.ts'
import { type AnsweringFleet, answeringFleet } from '../fakes/answering-fleet.ts'

const QUESTION = { what: 'the thing', mostOctets: 1000, timeoutMs: 10_000 }

describe('asking the fleet', () => {
  let fleet: AnsweringFleet
  beforeEach(async () => {
    fleet = await answeringFleet()
  })
  afterEach(() => fleet.close())
  const ask = (over: object = {}) => askFleet(fleet.address, '/v1/thing', { ...QUESTION, ...over })

  it('shows the credential, and gives the answer as it came', async () => {
    fleet.says(200, '{"a":1}')
    expect(await ask()).toEqual({ status: 200, text: '{"a":1}' })
    fleet.says(204, '')
    expect(await ask()).toEqual({ status: 204, text: '' })
    expect(fleet.asked.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
      ['GET', '/v1/thing', 'Bearer secret'],
      ['GET', '/v1/thing', 'Bearer secret'],
    ])
  })

  it('names the version that is held, whether by a number or a name, and nothing where none is', async () => {
    fleet.says(304, '')
    expect(await ask({ held: 'v1' })).toEqual({ status: 304, text: '' })
    expect(await ask({ held: 0 })).toEqual({ status: 304, text: '' })
    fleet.says(200, '')
    await ask({ held: null })
    expect(fleet.asked.map(({ headers }) => headers['if-none-match'])).toEqual(['"v1"', '"0"', undefined])
  })

  it('brings what there is to bring, packed', async () => {
    const came: string[] = []
    fleet.does(async (request, response) => {
      came.push(request.method ?? '', await text(request.pipe(createGunzip())))
      response.end()
    })
    await ask(bringing('[1,2]'))
    expect(came).toEqual(['POST', '[1,2]'])
    expect(fleet.asked[0]?.headers).toMatchObject({
      authorization: 'Bearer secret',
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    })
  })

  it.each([
    ['an error', 500],
    ['no leave', 401],
    ['that nothing is new, of what is not held,', 304],
  ])('is refused, in words, where the fleet answers %s: %i', async (_, status) => {
    fleet.says(status, '')
    const refused = ask()
    await expect(refused).rejects.toThrow(`the fleet answered ${status} when asked for the thing`)
    await expect(refused).rejects.toBeInstanceOf(FleetRefusal)
  })

  it('takes an answer of as many octets as it may have, and none of one more', async () => {
    fleet.says(200, 'é'.repeat(500))
    expect((await ask()).text).toHaveLength(500)
    fleet.says(200, 'é'.repeat(501))
    const refused = ask()
    await expect(refused).rejects.toThrow('the thing is too large to be one')
    await expect(refused).rejects.toBeInstanceOf(FleetRefusal)
  })

  it('does not read an answer without an end', async () => {
    let sent = 0
    fleet.does((_, response) => {
      const more = () => {
        for (let goesOn = !response.destroyed; goesOn; sent += 65_536) goesOn = response.write(Buffer.alloc(65_536))
      }
      response.on('drain', more)
      more()
    })
    await expect(ask()).rejects.toThrow('the thing is too large to be one')
    expect(sent).toBeLessThan(16_000_000)
  })

  it('counts the octets of an answer as they are when it is unpacked', async () => {
    const packed = gzipSync(Buffer.alloc(100_000))
    expect(packed.length).toBeLessThan(1000)
    fleet.does((_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed))
    await expect(ask()).rejects.toThrow('the thing is too large to be one')
  })

  it('does not show its credential where the fleet’s answer leads', async () => {
    const other = await answeringFleet()
    fleet.does((_, response) => void response.writeHead(302, { location: other.address.fleetUrl }).end())
    await expect(ask()).rejects.toThrow('fetch failed')
    other.close()
    expect(other.asked).toEqual([])
  })

  it.each([
    ['there is no answer', () => undefined],
    ['an answer stops half way', (response: ServerResponse) => void response.write('{')],
  ])('gives up in time where %s, which is no refusal', async (_, answers) => {
    fleet.does((_, response) => answers(response))
    const refused = ask({ timeoutMs: 50 })
    await expect(refused).rejects.toThrow(/timeout/)
    await expect(refused).rejects.not.toBeInstanceOf(FleetRefusal)
  })
})

describe('an answer that is read', () => {
  const schema = z.object({ key: z.string().startsWith('-----'), sizes: z.array(z.int()) })

  it('is what its schema makes of it', () => {
    expect(readAs(schema, 'thing', '{"key":"-----","sizes":[1],"later":true}')).toEqual({ key: '-----', sizes: [1] })
  })

  it.each([
    ['{"key":"hunter2","sizes":[]}', /^thing: key: Invalid string: must start with "-----"$/],
    ['{"key":"-----","sizes":[1,"x"]}', /^thing: sizes\.1: [^\n]+$/],
    ['[]', /^thing: : [^\n]+$/],
  ])('is refused with the first thing that is wrong, in one line and without its value: %s', (json, words) => {
    expect(() => readAs(schema, 'thing', json)).toThrow(words)
  })

  it('is refused where it is another portal’s page', () => {
    expect(() => readAs(schema, 'thing', '<html>Sign in to this WiFi</html>')).toThrow(/not valid JSON/)
  })
})
