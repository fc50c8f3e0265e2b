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
