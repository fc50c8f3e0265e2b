import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Architecture, Ring, UpgradeState } from '../../contract/release.ts'

// What the fleet hands to its gateways besides the policy: versions of their program, the certificate, who has accepted today.

/** A signed version of the gateways' program. */
export const release = sqliteTable('release', {
  version: text('version').primaryKey(),
  sequence: integer('sequence').notNull().unique(),
  /** As it was signed. */
  manifest: text('manifest').notNull(),
  signature: text('signature').notNull(),
  addedAt: integer('added_at').notNull(),
  ring: text('ring').$type<Ring>().notNull(),
  ringAt: integer('ring_at').notNull(),
})

/** The file of a release for an architecture, in parts, base64. */
export const releasePart = sqliteTable(
  'release_part',
  {
    version: text('version').notNull(),
    architecture: text('architecture').$type<Architecture>().notNull(),
    part: integer('part').notNull(),
    octets: text('octets').notNull(),
  },
  (t) => [primaryKey({ columns: [t.version, t.architecture, t.part] })],
)

/** Gateways that take each release first. */
export const canaryGateway = sqliteTable('canary_gateway', {
  gatewayId: text('gateway_id').primaryKey(),
  chosenAt: integer('chosen_at').notNull(),
})

/** What became of a release on a gateway. */
export const gatewayUpgrade = sqliteTable(
  'gateway_upgrade',
  {
    gatewayId: text('gateway_id').notNull(),
    version: text('version').notNull(),
    state: text('state').$type<UpgradeState>().notNull(),
    reason: text('reason'),
    /** When it happened, as the gateway tells it. */
    at: integer('at').notNull(),
    receivedAt: integer('received_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.gatewayId, t.version] }), index('gateway_upgrade_of_version').on(t.version)],
)

/** The certificate of the portal's host name, and how the last try to obtain it went. */
export const certificate = sqliteTable('certificate', {
  hostName: text('host_name').primaryKey(),
  /** PEM, the leaf first; null: there is none yet. */
  chain: text('chain'),
  privateKey: text('private_key'),
  notAfter: integer('not_after'),
  issuedAt: integer('issued_at'),
  triedAt: integer('tried_at'),
  /** Why the last try failed; null: it did not. */
  problem: text('problem'),
})

/** This fleet's account with an ACME server (RFC 8555). */
export const acmeAccount = sqliteTable('acme_account', {
  directory: text('directory').primaryKey(),
  url: text('url'),
  privateKey: text('private_key').notNull(),
  madeAt: integer('made_at').notNull(),
})

/** The day in which riders accept once, with its random key. UNLOGGED in PostgreSQL; gone when the day ends. */
export const roamingDay = sqliteTable('roaming_day', {
  /** The city's date, YYYY-MM-DD. */
  date: text('date').primaryKey(),
  /** Seconds since 1970, half open. */
  fromAt: integer('from_at').notNull(),
  toAt: integer('to_at').notNull(),
  /** Base64url. */
  key: text('key').notNull(),
})

/** Fingerprints of who has accepted in that day, of all gateways together, in the order in which they came. UNLOGGED in PostgreSQL. */
export const roamingPart = sqliteTable(
  'roaming_part',
  {
    date: text('date').notNull(),
    part: integer('part').notNull(),
    count: integer('count').notNull(),
    /** Base64url (contract/roaming.ts). */
    fingerprints: text('fingerprints').notNull(),
  },
  (t) => [primaryKey({ columns: [t.date, t.part] })],
)
