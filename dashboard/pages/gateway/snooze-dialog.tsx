import { useSignal } from '@preact/signals'
import { hc } from 'hono/client'
import { useMemo } from 'preact/hooks'
import { gatewaySnoozeSchema } from '../../../contract/alerts.ts'
import type { AlertApi } from '../../../fleet-api/routes/alerts.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { ProblemNote } from '../../components/problem.tsx'
import { Segments } from '../../components/segments.tsx'
import type { Dashboard } from '../../models/dashboard.ts'
import { createActing, wrongFields } from './acting.ts'
import { ActionDialog } from './action-dialog.tsx'
import type { ActionProps } from './actions.tsx'
import { Field, fieldOf } from './field.tsx'
import { words } from './words.ts'

const HOUR_MS = 3_600_000
const LENGTHS = { h1: HOUR_MS, h4: 4 * HOUR_MS, d1: 24 * HOUR_MS, d7: 168 * HOUR_MS, d30: 720 * HOUR_MS }
type Length = keyof typeof LENGTHS

const snoozeApi = ({ call, origin }: Dashboard) => hc<AlertApi>(origin, { fetch: call }).api.gateways[':id'].snooze

/** Nobody is told of its alerts for a while, with the reason for colleagues. */
export function SnoozeDialog({ model, detail, onClose }: ActionProps) {
  const dashboard = useDashboard()
  const text = useWords(words).snooze
  const acting = useMemo(createActing, [])
  const length = useSignal<Length>('d1')
  const reason = useSignal('')
  const tried = useSignal(false)
  const save = async () => {
    tried.value = true
    const until = new Date(dashboard.clock.read() + LENGTHS[length.value]).toISOString()
    const asked = { until, reason: reason.value.trim() }
    if (wrongFields(gatewaySnoozeSchema, asked).size > 0) return false
    const done = await acting.run(() => snoozeApi(dashboard).$put({ param: { id: detail.id }, json: asked }))
    if (!done) return false
    await model.loadNow()
    return true
  }
  const isWrong =
    tried.value && wrongFields(gatewaySnoozeSchema.pick({ reason: true }), { reason: reason.value.trim() }).size > 0
  return (
    <ActionDialog
      title={text.title}
      name="snooze"
      acting={acting}
      save={text.save}
      onSave={save}
      onClose={onClose}
      isDirty={reason.value.trim() !== ''}
    >
      <p class="muted">{text.hint}</p>
      <Segments
        name="snooze-length"
        label={text.for}
        value={length}
        options={(Object.keys(LENGTHS) as Length[]).map((name) => ({ value: name, label: text.lengths[name] }))}
      />
      <Field name="reason" label={text.reason} hint={text.reasonHint} wrong={isWrong && text.wrongReason}>
        <input
          class="field"
          value={reason.value}
          onInput={(event) => {
            reason.value = event.currentTarget.value
          }}
          {...fieldOf('reason', isWrong)}
        />
      </Field>
    </ActionDialog>
  )
}

/** One click, for nothing is lost by it. */
export function Unsnooze({ model }: Pick<ActionProps, 'model'>) {
  const dashboard = useDashboard()
  const text = useWords(words).actions
  const acting = useMemo(createActing, [])
  const end = async () => {
    if (await acting.run(() => snoozeApi(dashboard).$delete({ param: { id: model.id } }))) await model.loadNow()
  }
  return (
    <>
      <button
        type="button"
        class="button"
        disabled={acting.saving.value}
        onClick={() => void end()}
        data-action="unsnooze"
      >
        <Icon name="live" /> {text.unsnooze}
      </button>
      {acting.refusal.value && (
        <ProblemNote title={text.failed} problem={acting.refusal.value} retry={() => void end()} />
      )}
    </>
  )
}
