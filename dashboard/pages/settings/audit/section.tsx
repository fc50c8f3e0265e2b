import { useEffect, useMemo } from 'preact/hooks'
import { ACTIONS, TARGETS } from '../../../../contract/access.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { ListState } from '../form/list-state.tsx'
import { Entry } from './entry.tsx'
import { createAuditModel } from './model.ts'
import { words } from './words.ts'
import './audit.css'

/** What was changed and by whom: for admins. */
export default function AuditSection() {
  const dashboard = useDashboard()
  const text = useWords(words)
  const model = useMemo(() => createAuditModel(dashboard), [dashboard])
  const [action, target] = [model.action.value, model.target.value]
  useEffect(() => void model.load(), [model, action, target])
  const shown = model.shown.data.value
  const set = (changes: Record<string, string | null>) => dashboard.address.set(changes)
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.title}</h2>
        <p class="muted">{text.lead}</p>
      </div>
      <div class="controls audit-filters">
        <Filter
          name="action"
          label={text.action}
          all={text.all}
          value={action}
          options={ACTIONS.map((value) => ({ value, label: text.actions[value] }))}
          choose={(value) => set({ action: value })}
        />
        <Filter
          name="target"
          label={text.target}
          all={text.all}
          value={target}
          options={TARGETS.map((value) => ({ value, label: text.targets[value] }))}
          choose={(value) => set({ target: value })}
        />
      </div>
      <ListState loaded={model.shown} retry={() => void model.load()} />
      {shown?.entries.length === 0 && <p class="muted">{text.none}</p>}
      <ol class="audit" aria-busy={model.shown.loading.value}>
        {shown?.entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {shown?.next != null && (
        <button
          type="button"
          class="button"
          disabled={model.loadingMore.value}
          onClick={() => void model.more()}
          data-older
        >
          {text.older}
        </button>
      )}
    </section>
  )
}

interface FilterProps {
  name: string
  label: string
  all: string
  value: string | null
  options: readonly { value: string; label: string }[]
  choose: (value: string | null) => void
}

function Filter({ name, label, all, value, options, choose }: FilterProps) {
  const sorted = [...options].sort((a, b) => a.label.localeCompare(b.label))
  return (
    <label class="control">
      <span class="control-legend">{label}</span>
      <select
        class="field"
        value={value ?? ''}
        data-filter={name}
        onChange={(event) => choose(event.currentTarget.value || null)}
      >
        <option value="">{all}</option>
        {sorted.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}
