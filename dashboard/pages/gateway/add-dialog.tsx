import './dialogs.css'
import { useSignal } from '@preact/signals'
import { hc } from 'hono/client'
import { useMemo } from 'preact/hooks'
import type { CodeAnswer } from '../../../contract/api.ts'
import { newGatewaySchema } from '../../../contract/enrolment.ts'
import type { GatewayApi } from '../../../fleet-api/routes/gateways.ts'
import { said } from '../../api.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { createActing, wrongFields } from './acting.ts'
import { ActionDialog } from './action-dialog.tsx'
import { EnrolLine } from './enrol-line.tsx'
import { Field, fieldOf, TextField } from './field.tsx'
import { RouteChoice } from './route-choice.tsx'
import { words } from './words.ts'

const SITES = ['vehicle', 'stop', 'station'] as const

/** A gateway that is to come: what it is called and where it will be; then the one line to run on it. */
export default function AddDialog({ onClose }: { onClose: () => void }) {
  const { call, origin, gateways } = useDashboard()
  const all = useWords(words)
  const text = all.add
  const acting = useMemo(createActing, [])
  const made = useSignal<CodeAnswer | null>(null)
  const [id, label, routeId] = [useSignal(''), useSignal(''), useSignal('')]
  const site = useSignal<(typeof SITES)[number]>('vehicle')
  const typed = {
    id: id.value.trim(),
    site: site.value,
    label: label.value.trim() || null,
    routeId: site.value === 'vehicle' ? routeId.value || null : null,
  }
  const wrong = id.value === '' ? new Set<string>() : wrongFields(newGatewaySchema, typed)
  const save = async () => {
    const api = hc<GatewayApi>(origin, { fetch: call }).api.gateways
    made.value = await acting.run(() => said(api.$post({ json: typed })))
    if (made.value) void gateways.load()
    return false
  }
  if (made.value) {
    return (
      <ActionDialog
        title={text.added(typed.id)}
        name="added"
        acting={acting}
        save={null}
        onSave={save}
        onClose={onClose}
      >
        <EnrolLine made={made.value} />
      </ActionDialog>
    )
  }
  return (
    <ActionDialog
      title={text.title}
      name="add"
      acting={acting}
      save={text.save}
      onSave={save}
      onClose={onClose}
      isBlocked={typed.id === '' || wrong.size > 0}
      isDirty={typed.id !== ''}
    >
      <TextField name="id" label={text.id} hint={text.idHint} wrong={wrong.has('id') && text.wrongId} value={id} />
      <TextField
        name="label"
        label={all.change.label}
        hint={all.change.labelHint}
        wrong={wrong.has('label') && all.change.wrongLabel}
        value={label}
      />
      <Field name="site" label={text.site}>
        <select
          class="field"
          value={site.value}
          onChange={(event) => {
            site.value = SITES.find((one) => one === event.currentTarget.value) ?? 'vehicle'
          }}
          {...fieldOf('site', false)}
        >
          {SITES.map((one) => (
            <option key={one} value={one}>
              {all.site[one]}
            </option>
          ))}
        </select>
      </Field>
      {site.value === 'vehicle' && (
        <Field name="routeId" label={all.change.route} hint={all.change.routeHint}>
          <RouteChoice name="routeId" value={routeId} none={all.change.noRoute} />
        </Field>
      )}
    </ActionDialog>
  )
}
