import { z } from 'zod'

/** How a record gets into the zone of the portal's host name. */
export type DnsSetting = Rfc2136Setting | { kind: 'command'; path: string }

/** A dynamic update (RFC 2136), signed with a shared key (TSIG, RFC 8945). */
export interface Rfc2136Setting {
  kind: 'rfc2136'
  server: HostAndPort
  zone: string
  keyName: string
  /** Of a file that holds the secret, base64, and nothing else. */
  secretFile: string
  algorithm: TsigAlgorithm
}

export interface HostAndPort {
  host: string
  port: number
}

/** The digests that RFC 8945 asks every server for, and the stronger ones. */
export const TSIG_ALGORITHMS = ['hmac-sha256', 'hmac-sha384', 'hmac-sha512'] as const
export type TsigAlgorithm = (typeof TSIG_ALGORITHMS)[number]

/** What the fleet needs to obtain the certificate of the portal's host name from a CA (ACME, RFC 8555). */
export interface CertificateSetting {
  /** Of the portal, as riders see it. */
  hostName: string
  directory: string
  /** Who the CA may write to. */
  email: string | null
  /** Of a private CA: a PEM file. */
  caFile: string | null
  dns: DnsSetting
  /** Of the zone; none: those that DNS names. */
  nameServers: readonly HostAndPort[]
}

export const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory'
const DNS_PORT = 53
const LABEL = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?'
const NAME = new RegExp(`^(?=.{1,253}$)${LABEL}(\\.${LABEL})*$`)

export const dnsNameSchema = z.string().toLowerCase().regex(NAME)

/** A name that a certificate can be for: of the internet, so with a dot in it, and no address. */
export const hostNameSchema = dnsNameSchema.refine((name) => /\.[a-z][a-z0-9-]*$/.test(name) && !name.includes('_'))

/** `rfc2136://server:53/zone?key=NAME&secret-file=PATH&algorithm=hmac-sha256`, or `command:/path/to/hook`. */
export const dnsSettingSchema = z.string().transform((text, context): DnsSetting => {
  const setting = text.startsWith('command:') ? commandOf(text) : rfc2136Of(text)
  if (setting !== null) return setting
  context.addIssue({ code: 'custom', message: 'not a way to change DNS' })
  return z.NEVER
})

/** Addresses with their ports, by commas. */
export const nameServersSchema = z.string().transform((text, context): HostAndPort[] => {
  const servers = text.split(',').flatMap((one) => (one.trim() === '' ? [] : [serverOf(one.trim())]))
  const known = servers.filter((one) => one !== null)
  if (known.length === servers.length) return known
  context.addIssue({ code: 'custom', message: 'not an address' })
  return z.NEVER
})

function commandOf(text: string): DnsSetting | null {
  const path = text.slice('command:'.length)
  return path.startsWith('/') ? { kind: 'command', path } : null
}

function rfc2136Of(text: string): DnsSetting | null {
  if (!text.startsWith('rfc2136://') || !URL.canParse(text)) return null
  const { hostname, port, pathname, searchParams } = new URL(text)
  const zone = dnsNameSchema.safeParse(pathname.slice(1).replace(/\.$/, '')).data
  const keyName = dnsNameSchema.safeParse((searchParams.get('key') ?? '').replace(/\.$/, '')).data
  const algorithm = z.enum(TSIG_ALGORITHMS).safeParse(searchParams.get('algorithm') ?? 'hmac-sha256').data
  const secretFile = searchParams.get('secret-file') ?? ''
  if (hostname === '' || zone === undefined || keyName === undefined || algorithm === undefined || secretFile === '')
    return null
  const server = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? DNS_PORT : Number(port) }
  return { kind: 'rfc2136', server, zone, keyName, secretFile, algorithm }
}

function serverOf(text: string): HostAndPort | null {
  const match = /^(?:\[([0-9a-f:]+)\]|([0-9a-z.-]+))(?::(\d{1,5}))?$/i.exec(text)
  const host = match?.[1] ?? match?.[2]
  if (host === undefined) return null
  return { host, port: Number(match?.[3] ?? DNS_PORT) }
}
