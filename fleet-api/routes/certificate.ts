import { createRoute } from '@hono/zod-openapi'
import { certificateStatusSchema } from '../../contract/certificate.ts'
import { askForCertificate, certificateStatus } from '../certificate/order.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, readableBy } from './openapi.ts'

export type CertificateApi = ReturnType<typeof certificateRoutes>

/** How it stands with the certificate of the portal's host name. Its key is no business of the dashboard's. */
export function certificateRoutes(deps: FleetDeps) {
  const status = () => certificateStatus(deps.db, deps.certificate, deps.now())
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/certificate',
        responses: answers(certificateStatusSchema, 'The certificate of the riders’ portal, without its key'),
        ...readableBy(deps, 'admin', 'operator'),
      }),
      async (c) => c.json(await status(), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/certificate/order',
        responses: answers(certificateStatusSchema, 'The certificate, which is ordered within a minute'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        await askForCertificate(deps.db, deps.certificate, c.var.by)
        return c.json(await status(), 200)
      },
    )
}
