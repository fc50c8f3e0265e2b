import { useSignal } from '@preact/signals'
import { hc } from 'hono/client'
import { useMemo } from 'preact/hooks'
import type { CodeAnswer } from '../../../contract/api.ts'
import type { GatewayApi } from '../../../fleet-api/routes/gateways.ts'
import { said } from '../../api.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { createActing } from './acting.ts'
import { ActionDialog } from './action-dialog.tsx'
import type { ActionProps } from './actions.tsx'
import { EnrolLine } from './enrol-line.tsx'
import { words } from './words.ts'

/** A new enrolment code, shown once: the line for the gateway, to copy or to photograph. */
export function CodeDialog({ model, detail, onClose }: ActionProps) {
  const { call, origin } = useDashboard()
  const text = useWords(words).code
  const acting = useMemo(createActing, [])
  const made = useSignal<CodeAnswer | null>(null)
  const make = async () => {
    const api = hc<GatewayApi>(origin, { fetch: call }).api.gateways[':id']
    const answer = await acting.run(() => said(api.code.$post({ param: { id: detail.id } })))
    if (!answer) return false
    made.value = answer
    void model.loadNow()
    return false
  }
  return (
    <ActionDialog
      title={text.title}
      name="code"
      acting={acting}
      save={made.value ? null : text.make}
      onSave={make}
      onClose={onClose}
    >
      {made.value === null ? <p>{text.ask}</p> : <EnrolLine made={made.value} />}
    </ActionDialog>
  )
}
