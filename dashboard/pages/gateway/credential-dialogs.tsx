import { useSignal } from '@preact/signals'
import { hc } from 'hono/client'
import { useMemo } from 'preact/hooks'
import type { GatewayApi } from '../../../fleet-api/routes/gateways.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { createActing } from './acting.ts'
import { ActionDialog } from './action-dialog.tsx'
import type { ActionProps } from './actions.tsx'
import { Field, fieldOf } from './field.tsx'
import { words } from './words.ts'

/** It asks for another credential with its next report. */
export function RenewDialog({ model, detail, onClose }: ActionProps) {
  const { call, origin } = useDashboard()
  const text = useWords(words).renew
  const acting = useMemo(createActing, [])
  const save = async () => {
    const api = hc<GatewayApi>(origin, { fetch: call }).api.gateways[':id']
    if (!(await acting.run(() => api.renew.$post({ param: { id: detail.id } })))) return false
    await model.loadNow()
    return true
  }
  return (
    <ActionDialog title={text.title} name="renew" acting={acting} save={text.save} onSave={save} onClose={onClose}>
      <p>{text.ask}</p>
    </ActionDialog>
  )
}

/** Takes its credential away, once its id was typed: it is not undone by a click. */
export function RevokeDialog({ model, detail, onClose }: ActionProps) {
  const { call, origin } = useDashboard()
  const text = useWords(words).revoke
  const acting = useMemo(createActing, [])
  const typed = useSignal('')
  const save = async () => {
    const api = hc<GatewayApi>(origin, { fetch: call }).api.gateways[':id']
    if (!(await acting.run(() => api.revoke.$post({ param: { id: detail.id } })))) return false
    await model.loadNow()
    return true
  }
  return (
    <ActionDialog
      title={text.title}
      name="revoke"
      acting={acting}
      save={text.save}
      onSave={save}
      onClose={onClose}
      isDangerous
      isBlocked={typed.value.trim() !== detail.id}
    >
      <p>{text.ask}</p>
      <Field name="revoke" label={text.type(detail.id)}>
        <input
          class="field"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value
          }}
          {...fieldOf('revoke', false)}
        />
      </Field>
    </ActionDialog>
  )
}
