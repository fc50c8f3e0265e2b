import { generateKeyPairSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Authorization, Client, Order } from 'acme-client'
import { recordsBy } from './dns/records.ts'
import { untilVisible } from './dns/visible.ts'
import { HearingAgent } from './hearing-agent.ts'
import { checkIssued, type Issued } from './issued.ts'
import type { CertificateSetting } from './setting.ts'
import { CertificateTrouble, reasonOf } from './trouble.ts'

export interface ObtainDeps {
  /** The account's key, PEM. */
  accountKey: string
  now: () => number
  elapsedMs: () => number
  wait: (ms: number, signal: AbortSignal) => Promise<void>
  /** Gives up: the program is about to end. */
  signal: AbortSignal
}

const REQUEST_MS = 30_000
const POLL_MS = 1000
/** A CA looks at the record from several places, and may be busy. */
const CA_WITHIN_MS = 180_000

/**
 * Obtains a certificate for a host name from a CA (ACME, RFC 8555), which is shown by a record in DNS (dns-01) that the name is ours.
 * Each has a fresh key of its own. Throws CertificateTrouble.
 */
export async function obtain(setting: CertificateSetting, deps: ObtainDeps): Promise<Issued & { accountUrl: string }> {
  const { hostName, email } = setting
  const { client, createCsr, asked } = await clientOf(setting, deps)
  await asked(() =>
    client.createAccount({
      termsOfServiceAgreed: true,
      ...(email !== null && { contact: [`mailto:${email}`] }),
    }),
  )
  const order = await asked(() => client.createOrder({ identifiers: [{ type: 'dns', value: hostName }] }))
  const authorizations = await asked(() => client.getAuthorizations(order))
  for (const authorization of authorizations) {
    if (authorization.status !== 'valid') await prove({ client, asked }, { setting, order, authorization }, deps)
  }
  const privateKey = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey
  const csr = await createCsr(hostName, privateKey)
  await asked(() => client.finalizeOrder(order, csr))
  const done = await settledOrder({ client, asked }, order, ['valid'], deps)
  const chain = await asked(() => client.getCertificate(done))
  return { ...checkIssued({ hostName, chain, privateKey }, deps.now()), accountUrl: client.getAccountUrl() }
}

async function clientOf(setting: CertificateSetting, { accountKey, signal }: ObtainDeps) {
  // Only here: of a large library a fleet without a certificate needs nothing.
  const library = await import('acme-client')
  const { axios, crypto } = library.default ?? library
  const ca = setting.caFile === null ? undefined : await readCa(setting.caFile)
  const agent = new HearingAgent({ ca })
  // Tries are made again by the fleet's own rule, which outlives a restart.
  Object.assign(axios.defaults, {
    timeout: REQUEST_MS,
    signal,
    httpsAgent: agent,
    acmeSettings: { retryMaxAttempts: 0, retryDefaultDelay: 1 },
  })
  const client = new (library.default ?? library).Client({ directoryUrl: setting.directory, accountKey })
  return {
    client,
    asked: askedOver(agent, signal),
    createCsr: async (hostName: string, key: string) => (await crypto.createCsr({ altNames: [hostName] }, key))[1],
  }
}

async function readCa(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new CertificateTrouble('ca-unreachable', `FLEET_ACME_CA cannot be read: ${reasonOf(error)}.`, {
      cause: error,
    })
  }
}

interface Proof {
  setting: CertificateSetting
  order: Order
  authorization: Authorization
}

/** Shows by a record that the name is ours, and takes the record out again whatever comes of it. */
async function prove({ client, asked }: Ca, { setting, order, authorization }: Proof, deps: ObtainDeps): Promise<void> {
  const { signal } = deps
  const challenge = authorization.challenges.find(({ type }) => type === 'dns-01')
  if (!challenge) throw new CertificateTrouble('ca-refused', 'The CA does not offer to look in DNS (dns-01).')
  const records = recordsBy(setting.dns, deps.now)
  const name = `_acme-challenge.${authorization.identifier.value}`
  const value = await client.getChallengeKeyAuthorization(challenge)
  await records.add(name, value, signal)
  try {
    await untilVisible(name, value, { ...deps, nameServers: setting.nameServers })
    await asked(() => client.completeChallenge(challenge))
    await settledOrder({ client, asked }, order, ['ready', 'valid'], deps)
  } finally {
    // One that stays harms nobody, and an error here would hide the one that matters.
    await records.remove(name, value, signal).catch(() => undefined)
  }
}

/** Waits until the CA has made up its mind. */
async function settledOrder({ client, asked }: Ca, order: Order, wanted: string[], deps: ObtainDeps): Promise<Order> {
  const { signal, wait, elapsedMs } = deps
  const until = elapsedMs() + CA_WITHIN_MS
  for (;;) {
    const now = await asked(() => client.getOrder(order))
    if (wanted.includes(now.status)) return now
    if (now.status === 'invalid') throw new CertificateTrouble('ca-refused', await whyInvalid({ client, asked }, now))
    if (elapsedMs() >= until)
      throw new CertificateTrouble('ca-refused', `The CA has not decided within ${CA_WITHIN_MS / 60_000} minutes.`)
    await wait(POLL_MS, signal)
  }
}

async function whyInvalid({ client, asked }: Ca, order: Order): Promise<string> {
  const authorizations = await asked(() => client.getAuthorizations(order))
  const errors = authorizations.flatMap(({ challenges }) => challenges.flatMap(({ error }) => error ?? []))
  const detail = (errors[0] as { detail?: string } | undefined)?.detail
  return `The CA refuses: ${detail ?? (order as { error?: { detail?: string } }).error?.detail ?? 'without a reason'}`
}

/** How a CA is asked: with each request's errors in plain words. */
interface Ca {
  client: Client
  asked: <T>(request: () => Promise<T>) => Promise<T>
}

function askedOver(agent: HearingAgent, signal: AbortSignal): Ca['asked'] {
  return async (request) => {
    try {
      return await request()
    } catch (error) {
      signal.throwIfAborted()
      // Where no answer came, acme-client 5.4 stumbles over its absence, and says so instead of why.
      if (error instanceof TypeError)
        throw new CertificateTrouble('ca-unreachable', `The CA does not answer: ${agent.lastTrouble()}.`, {
          cause: error,
        })
      throw new CertificateTrouble('ca-refused', `The CA refuses: ${reasonOf(error)}`, { cause: error })
    }
  }
}
