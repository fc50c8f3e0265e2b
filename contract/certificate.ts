import { z } from 'zod'

// The certificate of the portal's host name: the fleet obtains it, and every gateway serves the riders' pages with it.

const at = z.iso.datetime({ offset: true })
const pem = z.string().min(1).max(32_000).startsWith('-----BEGIN ', 'not in PEM')

/** `GET /v1/certificate`, with an ETag: 200, 304, or 204 where the fleet has none. Only over the gateway's credential. */
export const certificateAnswerSchema = z.object({
  /** The portal's host name, which riders see. */
  hostName: z.string().max(253),
  /** The leaf first. */
  chain: pem,
  privateKey: pem,
  notAfter: at,
})
export type CertificateAnswer = z.infer<typeof certificateAnswerSchema>

/**
 * Where a try to obtain a certificate went wrong. dns-update: the record could not be written; dns-visible: it did not come to be seen;
 * ca-unreachable; ca-refused: the CA answered and said no; certificate: what it gave cannot be used; other: see the log.
 */
export const CERTIFICATE_STEPS = [
  'dns-update',
  'dns-visible',
  'ca-unreachable',
  'ca-refused',
  'certificate',
  'other',
] as const
export type CertificateStep = (typeof CERTIFICATE_STEPS)[number]

/** `ending`: it ends within two weeks, and should have been renewed by now. */
export const CERTIFICATE_STATES = ['not-set', 'none', 'good', 'ending', 'past'] as const
export type CertificateState = (typeof CERTIFICATE_STATES)[number]

/** `GET /api/certificate`: never the key. */
export const certificateStatusSchema = z
  .object({
    state: z.enum(CERTIFICATE_STATES).describe('not-set: the fleet was not told a host name (FLEET_PORTAL_HOSTNAME).'),
    hostName: z.string().nullable(),
    directory: z.string().nullable().describe('Of the CA (ACME, RFC 8555); null: the fleet was not told how to ask.'),
    issuedAt: at.nullable(),
    notAfter: at.nullable(),
    nextAt: at.nullable().describe('When it is ordered or renewed next; null: never by itself.'),
    problem: z
      .object({ at, step: z.enum(CERTIFICATE_STEPS), detail: z.string() })
      .nullable()
      .describe('Why the last try failed; null: it did not.'),
  })
  .meta({ id: 'CertificateStatus' })
export type CertificateStatus = z.infer<typeof certificateStatusSchema>
