import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { enrol, renewCredential } from '../../portal/enrolment.ts'
import { type AnsweringFleet, answeringFleet } from '../fakes/answering-fleet.ts'

const CREDENTIAL = `abordo_gateway_${'x'.repeat(43)}`
const ANSWER = { gatewayId: 'bus-1', credential: CREDENTIAL }

describe('a gateway that asks for a credential', () => {
  let fleet: AnsweringFleet
  beforeEach(async () => {
    fleet = await answeringFleet()
  })
  afterEach(() => fleet.close())
  const enrolled = () => enrol(fleet.address.fleetUrl, 'ABCD-EFGH-JKMN-PQRS', 'abordo test')

  it('gets what the fleet gives for its code', async () => {
    fleet.says(200, JSON.stringify(ANSWER))
    expect(await enrolled()).toEqual(ANSWER)
  })

  it('hears the fleet’s own words where it is refused', async () => {
    const detail = 'Ask for a new enrolment code: each is valid once, for 7 days.'
    fleet.says(401, JSON.stringify({ type: 'about:blank', title: 'x', status: 401, code: 'code-used', detail }))
    await expect(enrolled()).rejects.toThrow(detail)
  })

  it.each([
    ['another portal’s page', 200, '<html>Sign in to this WiFi</html>', /is not an Abordo fleet: check the address\.$/],
    ['longer than any', 200, JSON.stringify({ ...ANSWER, more: 'x'.repeat(64_000) }), /is not an Abordo fleet/],
    ['an error that is no fleet’s', 502, 'Bad gateway', /answered 502: check the address\.$/],
  ])('is told to check the address where the answer is %s', async (_, status, body, words) => {
    fleet.says(status, body)
    await expect(enrolled()).rejects.toThrow(words)
  })

  it('is told to check the uplink where there is no answer', async () => {
    fleet.does((request) => void request.destroy())
    await expect(enrolled()).rejects.toThrow(
      /^There is no answer from http.*: check the address and this gateway's uplink\.$/,
    )
  })

  it('trades the one that it has for another, and says what was wrong where it gets none', async () => {
    fleet.says(200, JSON.stringify({ credential: CREDENTIAL }))
    expect(await renewCredential(fleet.address)).toBe(CREDENTIAL)
    expect(fleet.asked.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
      ['POST', '/v1/credential', 'Bearer secret'],
    ])
    fleet.says(403, '')
    await expect(renewCredential(fleet.address)).rejects.toThrow(
      'the fleet answered 403 when asked for another credential',
    )
    fleet.says(200, '{"credential":7}')
    await expect(renewCredential(fleet.address)).rejects.toThrow(/^credential: credential: /)
  })
})
