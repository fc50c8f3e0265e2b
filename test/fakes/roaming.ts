import { gzipSync } from 'node:zlib'
import type { RoamingAnswer, RoamingDayAnswer } from '../../contract/roaming.ts'
import { nameOfKey, packed, unpacked } from '../../portal/roaming/fingerprint.ts'
import type { TestFleet } from './fleet.ts'

export async function roamingDayOf(fleet: TestFleet, credential: string): Promise<RoamingDayAnswer> {
  return (await fleet.asGateway(credential, 'GET', '/v1/roaming')).json() as Promise<RoamingDayAnswer>
}

/** What a gateway is answered that tells and asks: the fingerprints as numbers. */
export async function tellAndAsk(
  fleet: TestFleet,
  credential: string,
  { date, key }: Pick<RoamingDayAnswer, 'date' | 'key'>,
  { after = 0, accepted = [] as number[] } = {},
): Promise<Omit<RoamingAnswer, 'accepted'> & { came: number[] }> {
  const answer = await fleet.app.request('/v1/roaming', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      authorization: `Bearer ${credential}`,
    },
    body: gzipSync(JSON.stringify({ date, keyName: nameOfKey(key), after, accepted: packed(accepted) })),
  })
  const { accepted: came, ...rest } = (await answer.json()) as RoamingAnswer
  return { ...rest, came: unpacked(came) }
}
