import { useSignal } from '@preact/signals'
import { hc } from 'hono/client'
import { useMemo } from 'preact/hooks'
import { gatewayChangeSchema } from '../../../contract/evidence.ts'
import type { RouteEvidenceApi } from '../../../fleet-api/routes/route-evidence.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { createActing, wrongFields } from './acting.ts'
import { ActionDialog } from './action-dialog.tsx'
import type { ActionProps } from './actions.tsx'
import { Field, TextField } from './field.tsx'
import { RouteChoice } from './route-choice.tsx'
import { words } from './words.ts'

/** What it is called, in which vehicle it is, and its standing route. Only what was changed is sent. */
export function ChangeDialog({ model, detail, onClose }: ActionProps) {
  const { call, origin } = useDashboard()
  const all = useWords(words)
  const text = all.change
  const acting = useMemo(createActing, [])
  const label = useSignal(detail.label ?? '')
  const vehicleId = useSignal(detail.vehicleId ?? '')
  const routeId = useSignal(detail.routeId ?? '')
  const isVehicle = detail.site === 'vehicle'
  const typed = {
    label: label.value.trim() || null,
    vehicleId: vehicleId.value.trim() || null,
    routeId: routeId.value || null,
  }
  const names = ['label', 'vehicleId', 'routeId'] as const
  const changed = Object.fromEntries(
    names.filter((name) => typed[name] !== detail[name]).map((name) => [name, typed[name]]),
  )
  const isDirty = Object.keys(changed).length > 0
  const wrong = isDirty ? wrongFields(gatewayChangeSchema, changed) : new Set()
  const save = async () => {
    const api = hc<RouteEvidenceApi>(origin, { fetch: call }).api.gateways[':id']
    const done = await acting.run(() => api.$patch({ param: { id: detail.id }, json: changed }))
    if (!done) return false
    await model.loadNow()
    return true
  }
  return (
    <ActionDialog
      title={text.title}
      name="change"
      acting={acting}
      save={all.actions.save}
      onSave={save}
      onClose={onClose}
      isBlocked={!isDirty || wrong.size > 0}
      isDirty={isDirty}
    >
      <TextField
        name="label"
        label={text.label}
        hint={text.labelHint}
        wrong={wrong.has('label') && text.wrongLabel}
        value={label}
      />
      {isVehicle && (
        <>
          <TextField
            name="vehicleId"
            label={text.vehicleId}
            hint={text.vehicleHint}
            wrong={wrong.has('vehicleId') && text.wrongVehicle}
            value={vehicleId}
          />
          <Field name="routeId" label={text.route} hint={text.routeHint}>
            <RouteChoice name="routeId" value={routeId} none={text.noRoute} />
          </Field>
        </>
      )}
    </ActionDialog>
  )
}
