import { type CertificateAnswer, certificateAnswerSchema } from '../../contract/certificate.ts'

const MOST_OCTETS = 100_000

/**
 * Asks the fleet for the certificate of the portal's host name. `same`: it is the one of `version`, which the gateway has; null: there is
 * none. Throws where there is no usable answer.
 */
export async function pullCertificate(
  from: { fleetUrl: string; credential: string },
  version: string | null,
  timeoutMs = 15_000,
): Promise<CertificateAnswer | 'same' | null> {
  const answer = await fetch(`${from.fleetUrl}/v1/certificate`, {
    headers: {
      Authorization: `Bearer ${from.credential}`,
      ...(version !== null && { 'If-None-Match': `"${version}"` }),
    },
    signal: AbortSignal.timeout(timeoutMs),
    redirect: 'error',
  })
  if (answer.status === 304) return 'same'
  if (answer.status === 204) return null
  if (!answer.ok) throw new Error(`the fleet answered ${answer.status} when asked for the certificate`)
  const text = await answer.text()
  if (text.length > MOST_OCTETS) throw new Error('the certificate is too large to be one')
  const parsed = certificateAnswerSchema.safeParse(JSON.parse(text))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  // Not the value: it may be the key.
  throw new Error(`certificate: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
}
