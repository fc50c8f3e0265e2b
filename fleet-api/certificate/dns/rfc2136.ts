import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { decode } from 'dns-packet'
import type { Rfc2136Setting } from '../setting.ts'
import { CertificateTrouble, reasonOf } from '../trouble.ts'
import { exchange } from './exchange.ts'
import type { DnsRecords } from './records.ts'
import { signatureOf, signed, type TsigKey } from './tsig.ts'
import { type Change, updateMessage } from './wire.ts'

/** What a server says of a signature (RFC 8945, section 3), in plain words. */
const OF_SIGNATURE: Record<number, string> = {
  16: 'the secret is not the one that it has for this key',
  17: 'it does not know this key',
  18: 'its clock and this machine’s differ by more than five minutes',
  22: 'it does not take a signature this short',
}
/** What it says of an update (RFC 2136, section 2.2). */
const OF_UPDATE: Record<string, string> = {
  REFUSED: 'it does not let this key change this record',
  NOTAUTH: 'it is not the one that the zone is changed at, or does not know the key',
  NOTZONE: 'the record does not lie in this zone',
  NOTIMP: 'it takes no updates',
  SERVFAIL: 'it could not change the zone: its log says why',
}

/**
 * Changes a zone by dynamic update (RFC 2136), signed (RFC 8945), over TCP. Not by nsupdate: a fleet in a
 * container or on another system has none, and its errors would have to be read out of its prose.
 */
export function rfc2136Records(setting: Rfc2136Setting, now: () => number): DnsRecords {
  const { server, zone, keyName } = setting
  const at = `${server.host}:${server.port}`

  async function update(change: Change, signal: AbortSignal): Promise<void> {
    const key = await readKey(setting)
    const id = randomInt(1, 65_536)
    const { octets, mac } = signed(updateMessage(id, change), key, now())
    let answer: Buffer
    try {
      answer = await exchange(server, octets, signal)
    } catch (error) {
      signal.throwIfAborted()
      throw new CertificateTrouble('dns-update', `The name server ${at} does not answer: ${reasonOf(error)}.`, {
        cause: error,
      })
    }
    const wrong = refusal(answer, key, mac, id)
    if (wrong !== null)
      throw new CertificateTrouble('dns-update', `The name server ${at} refuses key "${keyName}": ${wrong}.`)
  }

  return {
    add: (name, value, signal) => update({ verb: 'add', zone, name, value }, signal),
    remove: (name, value, signal) => update({ verb: 'remove', zone, name, value }, signal),
  }
}

/** Why the zone has not been changed; null: it has. */
function refusal(octets: Buffer, key: TsigKey, mac: Buffer, id: number): string | null {
  let rcode: string
  let signature: ReturnType<typeof signatureOf>
  try {
    const packet = decode(octets)
    if (packet.id !== id) return 'it answered something else'
    rcode = String((packet as { rcode?: unknown }).rcode)
    signature = signatureOf(octets, key, mac)
  } catch {
    return 'its answer cannot be read'
  }
  if (signature !== null && signature.error !== 0)
    return OF_SIGNATURE[signature.error] ?? `error ${signature.error} of the signature`
  if (rcode !== 'NOERROR') return OF_UPDATE[rcode] ?? rcode
  // Else anybody on the way could say that all is well.
  return signature?.trusted ? null : 'its answer does not carry the key’s signature'
}

async function readKey({ keyName, algorithm, secretFile }: Rfc2136Setting): Promise<TsigKey> {
  let text: string
  try {
    text = (await readFile(secretFile, 'utf8')).trim()
  } catch (error) {
    throw new CertificateTrouble('dns-update', `The secret's file cannot be read: ${reasonOf(error)}.`, {
      cause: error,
    })
  }
  if (!/^[A-Za-z0-9+/]{4,}={0,2}$/.test(text))
    throw new CertificateTrouble('dns-update', `${secretFile} has to hold the secret alone, in base64.`)
  return { name: keyName, algorithm, secret: Buffer.from(text, 'base64') }
}
