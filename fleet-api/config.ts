import { isIP } from 'node:net'
import { z } from 'zod'
import { ConfigError, readSettings, type Settings, type SettingsValues } from '../contract/settings.ts'
import {
  type CertificateSetting,
  dnsSettingSchema,
  hostNameSchema,
  LETS_ENCRYPT,
  nameServersSchema,
} from './certificate/setting.ts'

export const databaseUrlSchema = z.string().regex(/^(file:.+|postgres(ql)?:\/\/.+)/)
export const DATABASE_URL_TAKES =
  'a file, such as "file:./data/fleet.db", or a server, such as "postgres://abordo@localhost/abordo"'

/** Read by deploy/settings-reference.ts too. */
export const variables = {
  DATABASE_URL: [databaseUrlSchema.default('file:./data/fleet.db'), DATABASE_URL_TAKES],
  FLEET_HOST: [
    z
      .string()
      .regex(/^[A-Za-z0-9.:_-]+$/)
      .default('0.0.0.0'),
    'an address to listen on, such as "127.0.0.1"',
  ],
  FLEET_PORT: [z.coerce.number().int().min(1).max(65_535).default(8080), 'a port number from 1 to 65535'],
  FLEET_PUBLIC_URL: [
    z.url({ protocol: /^https?$/ }).optional(),
    'the address that people open, such as "https://fleet.example.mx"',
  ],
  FLEET_TRUSTED_PROXY: [
    z
      .string()
      .default('')
      .transform((text) => text.split(',').flatMap((one) => one.trim() || []))
      .refine((addresses) => addresses.every((one) => isIP(one))),
    'addresses of your own reverse proxies, such as "127.0.0.1,::1"',
  ],
  SMTP_URL: [z.url({ protocol: /^smtps?$/ }).optional(), 'an address such as "smtp://mail.example.mx:587"'],
  SMTP_FROM: [
    z
      .string()
      .max(320)
      .regex(/^([^<>"@\r\n]+ <[^\s<>"@]+@[^\s<>"@]+>|[^\s<>"@]+@[^\s<>"@]+)$/)
      .optional(),
    'who alerts come from, such as "Abordo <abordo@example.mx>"',
  ],
  FLEET_RELEASE_KEY: [
    z.string().min(1).optional(),
    'the file of the public key that releases are signed with, such as "/etc/abordo/release.pub"',
  ],
  FLEET_PORTAL_HOSTNAME: [hostNameSchema.optional(), 'the host name of the riders\' portal, such as "wifi.example.mx"'],
  FLEET_ACME_DIRECTORY: [
    z.url({ protocol: /^https$/ }).default(LETS_ENCRYPT),
    'the address of a CA\'s ACME directory, such as "https://ca.example.mx/acme/directory"',
  ],
  FLEET_ACME_EMAIL: [z.email().max(254).optional(), 'who the CA may write to, such as "redes@example.mx"'],
  FLEET_ACME_CA: [z.string().optional(), 'the path of a PEM file, of a private CA'],
  FLEET_ACME_DNS: [
    dnsSettingSchema.optional(),
    '"rfc2136://ns1.example.mx:53/example.mx?key=abordo&secret-file=/etc/abordo/tsig", or "command:/path/to/hook"',
  ],
  FLEET_ACME_NAME_SERVERS: [
    nameServersSchema.default([]),
    'addresses of the zone\'s name servers, by commas, such as "192.0.2.53,192.0.2.54:53"',
  ],
} as const satisfies Settings

export interface FleetConfig {
  /** `file:PATH` of SQLite, or postgres://… */
  databaseUrl: string
  host: string
  port: number
  /** Without a slash at its end; null: whatever host the reader asked for. */
  publicUrl: string | null
  /** Addresses of reverse proxies whose word on who asks is believed; none where it is left out. */
  trustedProxies?: readonly string[]
  /** The server that sends e-mail, smtp:// or smtps://; null or left out: none is sent. */
  smtpUrl?: string | null
  /** Who e-mail comes from; null or left out: abordo@ the host of publicUrl or of the mail server. */
  smtpFrom?: string | null
  /** The file of the public key (PEM) that releases have to be signed with to be taken in; null or left out: it is not checked here. */
  releaseKey?: string | null
  /** Null or left out: no gateway is given a certificate. */
  certificate?: CertificateSetting | null
}

/** Reads the fleet's settings. Throws ConfigError: one line that names the variable and says what it takes. */
export function readFleetConfig(env: Record<string, string | undefined>): FleetConfig {
  const read = readSettings(variables, env)
  return {
    databaseUrl: read.DATABASE_URL,
    host: read.FLEET_HOST,
    port: read.FLEET_PORT,
    publicUrl: read.FLEET_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    trustedProxies: read.FLEET_TRUSTED_PROXY,
    smtpUrl: read.SMTP_URL ?? null,
    smtpFrom: read.SMTP_FROM ?? null,
    releaseKey: read.FLEET_RELEASE_KEY ?? null,
    certificate: certificateOf(read),
  }
}

function certificateOf(read: SettingsValues<typeof variables>): CertificateSetting | null {
  const { FLEET_PORTAL_HOSTNAME: hostName, FLEET_ACME_DNS: dns } = read
  if (hostName === undefined) {
    if (dns) throw new ConfigError(`FLEET_PORTAL_HOSTNAME is not set: write ${variables.FLEET_PORTAL_HOSTNAME[1]}`)
    return null
  }
  if (!dns) throw new ConfigError(`FLEET_ACME_DNS is not set: write ${variables.FLEET_ACME_DNS[1]}`)
  if (dns.kind === 'rfc2136' && hostName !== dns.zone && !hostName.endsWith(`.${dns.zone}`))
    throw new ConfigError(`FLEET_ACME_DNS is of zone "${dns.zone}": ${hostName} does not lie in it`)
  return {
    hostName,
    directory: read.FLEET_ACME_DIRECTORY,
    email: read.FLEET_ACME_EMAIL ?? null,
    caFile: read.FLEET_ACME_CA ?? null,
    dns,
    nameServers: read.FLEET_ACME_NAME_SERVERS,
  }
}
