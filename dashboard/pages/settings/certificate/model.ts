import { signal } from '@preact/signals'
import { hc } from 'hono/client'
import type { CertificateStatus } from '../../../../contract/certificate.ts'
import type { CertificateApi } from '../../../../fleet-api/routes/certificate.ts'
import { ApiError } from '../../../api.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { createLoaded } from '../../../models/loaded.ts'
import { good } from '../fleet.ts'

/** The certificate of the riders' portal, as the fleet has it. */
export function createCertificate({ call, origin }: Pick<Dashboard, 'call' | 'origin'>) {
  const { certificate } = hc<CertificateApi>(origin, { fetch: call }).api
  const loaded = createLoaded<CertificateStatus>()
  const asking = signal(false)
  const asked = signal(false)
  const refusal = signal<ApiError | null>(null)
  return {
    loaded,
    asking,
    asked,
    refusal,
    load: () => loaded.run(() => good(certificate.$get())),
    async order(): Promise<void> {
      asking.value = true
      refusal.value = null
      try {
        loaded.put(await good(certificate.order.$post()))
        asked.value = true
      } catch (error) {
        refusal.value = error instanceof ApiError ? error : new ApiError('internal', 0, String(error))
      } finally {
        asking.value = false
      }
    },
  }
}
export type CertificateModel = ReturnType<typeof createCertificate>
