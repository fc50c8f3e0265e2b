import { useSignal } from '@preact/signals'
import { hc } from 'hono/client'
import { useEffect, useMemo } from 'preact/hooks'
import { newAssignmentSchema } from '../../../contract/evidence.ts'
import type { RouteEvidenceApi } from '../../../fleet-api/routes/route-evidence.ts'
import { said } from '../../api.ts'
import { wallAt } from '../../chart/zone.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { ProblemNote } from '../../components/problem.tsx'
import { Segments } from '../../components/segments.tsx'
import { createLoaded } from '../../models/loaded.ts'
import { createActing, wrongFields } from './acting.ts'
import { ActionDialog } from './action-dialog.tsx'
import type { ActionProps } from './actions.tsx'
import { AssignmentList, type Assignments } from './assignment-list.tsx'
import { Field, fieldOf } from './field.tsx'
import { RouteChoice } from './route-choice.tsx'
import { words } from './words.ts'

/** Which route or block it runs on which service dates. */
export function AssignDialog({ model, detail, onClose }: ActionProps) {
  const { call, origin, city, clock } = useDashboard()
  const all = useWords(words)
  const text = all.assign
  const api = hc<RouteEvidenceApi>(origin, { fetch: call }).api.gateways[':id'].assignments
  const param = { id: detail.id }
  const acting = useMemo(createActing, [])
  const known = useMemo(() => createLoaded<Assignments>(), [])
  const kind = useSignal<'route' | 'block'>('route')
  const routeId = useSignal('')
  const blockId = useSignal('')
  const from = useSignal(today(clock.read(), city.timeZone.value ?? 'UTC'))
  const to = useSignal('')
  const tried = useSignal(false)
  const load = () => known.run(async () => (await said(api.$get({ param }))).assignments)
  useEffect(() => void load(), [])

  const target = (kind.value === 'route' ? routeId.value : blockId.value.trim()) || null
  const asked = {
    routeId: kind.value === 'route' ? target : null,
    blockId: kind.value === 'block' ? target : null,
    from: from.value,
    to: to.value || null,
  }
  const wrong = wrongFields(newAssignmentSchema, asked)
  const isWrongTarget = tried.value && (wrong.has('routeId') || wrong.has('blockId'))
  const change = async (work: () => Promise<{ assignments: Assignments }>) => {
    const answer = await acting.run(work)
    if (!answer) return
    known.put(answer.assignments)
    tried.value = false
    routeId.value = ''
    blockId.value = ''
    to.value = ''
    void model.loadNow()
  }
  const save = async () => {
    tried.value = true
    if (wrong.size === 0) await change(() => said(api.$post({ param, json: asked })))
    return false
  }
  return (
    <ActionDialog
      title={text.title}
      name="assign"
      acting={acting}
      save={text.add}
      onSave={save}
      onClose={onClose}
      isDirty={target !== null}
    >
      {known.problem.value && (
        <ProblemNote title={all.partFailed} problem={known.problem.value} retry={() => void load()} />
      )}
      <AssignmentList
        assignments={known.data.value}
        remove={(id) =>
          void change(() => said(api[':assignment'].$delete({ param: { ...param, assignment: String(id) } })))
        }
      />
      <Segments
        name="assign-kind"
        label={text.kind}
        value={kind}
        options={[
          { value: 'route', label: text.route },
          { value: 'block', label: text.block },
        ]}
      />
      {kind.value === 'route' ? (
        <Field name="assign-route" label={text.route} wrong={isWrongTarget && text.wrongTarget}>
          <RouteChoice name="assign-route" value={routeId} none="—" />
        </Field>
      ) : (
        <Field name="assign-block" label={text.block} hint={text.blockHint} wrong={isWrongTarget && text.wrongTarget}>
          <input
            class="field"
            value={blockId.value}
            onInput={(event) => {
              blockId.value = event.currentTarget.value
            }}
            {...fieldOf('assign-block', isWrongTarget)}
          />
        </Field>
      )}
      <div class="action-row">
        {[
          { name: 'from', value: from, label: text.from, wrong: wrong.has('from') && text.wrongFrom },
          { name: 'to', value: to, label: text.to, wrong: wrong.has('to') && text.wrongTo },
        ].map((field) => (
          <Field key={field.name} name={`assign-${field.name}`} label={field.label} wrong={field.wrong}>
            <input
              type="date"
              class="field"
              value={field.value.value}
              onInput={(event) => {
                field.value.value = event.currentTarget.value
              }}
              {...fieldOf(`assign-${field.name}`, Boolean(field.wrong))}
            />
          </Field>
        ))}
      </div>
    </ActionDialog>
  )
}

function today(now: number, timeZone: string): string {
  const { year, month, day } = wallAt(now, timeZone)
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-')
}
