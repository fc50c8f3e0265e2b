import type { CertificateStep } from '../../contract/certificate.ts'

/** Why there is no new certificate: at which step, and what happened there, in one line. */
export class CertificateTrouble extends Error {
  override name = 'CertificateTrouble'
  readonly step: CertificateStep

  constructor(step: CertificateStep, detail: string, options?: ErrorOptions) {
    super(detail.replaceAll(/\s+/g, ' ').trim().slice(0, 500), options)
    this.step = step
  }
}

/** What is wrong by an error of Node's own or of a library: its words, or its code where it has none. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ')
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  return error.message || (error as NodeJS.ErrnoException).code || error.name
}
