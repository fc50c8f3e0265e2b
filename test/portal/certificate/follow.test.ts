import { describe, expect, it, onTestFinished } from 'vitest'
import type { CertificateAnswer } from '../../../contract/certificate.ts'
import { createCertificateFollower } from '../../../portal/certificate/follow.ts'
import { pullCertificate } from '../../../portal/certificate/pull.ts'
import { answeringFleet } from '../../fakes/answering-fleet.ts'
import { CERTIFICATE_ONE } from '../../fakes/certificates.ts'
import { fakeFollowing } from '../../fakes/following.ts'

const ANSWER: CertificateAnswer = {
  hostName: 'wifi.example.mx',
  chain: CERTIFICATE_ONE.cert,
  privateKey: CERTIFICATE_ONE.key,
  notAfter: '2027-02-20T00:00:00.000Z',
}

/** A follower whose fleet answers as it is told, and whose waits pass when they are told to. */
function follower() {
  const { deps, go, logged, clock } = fakeFollowing()
  const asked: (string | null)[] = []
  const world = {
    version: null as string | null,
    takes: 'v1' as string | null,
    answer: async (): Promise<CertificateAnswer | 'same' | null> => ANSWER,
  }
  const made = createCertificateFollower({
    secure: {
      version: () => world.version,
      take: async () => {
        if (world.takes === null) throw new Error('it is not for wifi.example.com')
        world.version = world.takes
      },
    },
    pull: (version) => {
      asked.push(version)
      return world.answer()
    },
    ...deps,
  })
  const names = async (version: string | null) => {
    made.want(version)
    await go(made)
  }
  return { asked, logged, clock, world, names }
}

describe('following the fleet’s certificate', () => {
  it('fetches the one that an answer names, once', async () => {
    const { asked, world, names } = follower()
    await names('v1')
    await names('v1')
    expect([asked, world.version]).toEqual([[null], 'v1'])
    world.takes = 'v2'
    await names('v2')
    expect([asked, world.version]).toEqual([[null, 'v1'], 'v2'])
  })

  it('goes on with the one that it has while the fleet names none', async () => {
    const { asked, world, names } = follower()
    await names('v1')
    await names(null)
    expect([asked, world.version]).toEqual([[null], 'v1'])
  })

  it('says that one cannot be used, and asks again a quarter of an hour later', async () => {
    const { asked, logged, clock, world, names } = follower()
    world.takes = null
    await names('v1')
    await names('v1')
    expect(logged).toEqual(['the certificate could not be fetched; the one before stays'])
    expect(asked).toHaveLength(1)
    clock.uptime = 15 * 60_000
    world.takes = 'v1'
    await names('v1')
    expect(world.version).toBe('v1')
  })
})

describe('asking the fleet for the certificate', () => {
  /** A fleet that answers with this; and what it was asked. */
  async function fleet(status: number, body: string) {
    const { says, asked, address, close } = await answeringFleet()
    onTestFinished(close)
    says(status, body)
    return { asked, from: address }
  }

  it('shows its credential and the version that it has', async () => {
    const { asked, from } = await fleet(304, '')
    expect(await pullCertificate(from, 'v1')).toBe('same')
    expect(asked.map(({ url, headers }) => [url, headers.authorization, headers['if-none-match']])).toEqual([
      ['/v1/certificate', 'Bearer secret', '"v1"'],
    ])
  })

  it('gives what there is, or says that there is none', async () => {
    const given = await fleet(200, JSON.stringify(ANSWER))
    expect(await pullCertificate(given.from, null)).toEqual(ANSWER)
    const none = await fleet(204, '')
    expect(await pullCertificate(none.from, null)).toBeNull()
  })

  it.each([
    [500, '', 'the fleet answered 500 when asked for the certificate'],
    [200, JSON.stringify({ ...ANSWER, privateKey: 'hunter2' }), 'certificate: privateKey: not in PEM'],
    [200, `"${'x'.repeat(100_000)}"`, 'the certificate is too large to be one'],
  ])('says what is wrong with an answer, and never a key: %i', async (status, body, why) => {
    const { from } = await fleet(status, body)
    await expect(pullCertificate(from, null)).rejects.toThrow(new RegExp(`^${why}$`))
  })
})
