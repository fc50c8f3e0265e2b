import type { AlertKind } from '../../../../contract/alerts.ts'
import { words as alertWords } from '../../../alerts/words.ts'
import { useWords } from '../../../components/context.ts'
import { Check } from '../form/check.tsx'
import { TextControl } from '../form/control.tsx'
import { fieldsOf, SCALES, type ThresholdDraft } from './fields.ts'
import type { ThresholdForm } from './model.ts'
import { words } from './words.ts'

interface KindProps extends ThresholdForm {
  kind: AlertKind
  isLayer: boolean
  mayChange: boolean
}

/** One kind of alert: whether anybody is told of it, and from when on. */
export function Kind({ kind, form, inherited, isLayer, mayChange }: KindProps) {
  const text = useWords(words)
  const { kinds } = useWords(alertWords)
  const draft = form.draft.value
  const isOff = draft.off.includes(kind)
  const disabled = !mayChange || !draft.own[kind]
  const own = (isOwn: boolean) => form.set(owned(form.draft.value, inherited, kind, isOwn))
  return (
    <li class={`threshold${isOff ? ' threshold-off' : ''}`} data-kind={kind}>
      <div class="threshold-head">
        <h3>{kinds[kind]}</h3>
        <Check
          label={text.on}
          checked={!isOff}
          disabled={!mayChange || !draft.own.off}
          hook={`on-${kind}`}
          onChange={(isOn) => form.set({ off: isOn ? draft.off.filter((one) => one !== kind) : [...draft.off, kind] })}
        />
      </div>
      <div class="threshold-fields">
        {fieldsOf(kind).map(([name, unit]) => (
          <TextControl
            key={name}
            form={form}
            path={name}
            name={name}
            label={text.fields[name]}
            unit={text.units[unit]}
            scale={SCALES[unit]}
            wanted={unit === 'percents' ? text.percents : undefined}
            placeholder={name === 'simOctets' ? text.noLimit : ''}
            numeric={unit !== 'percents'}
            disabled={disabled}
          />
        ))}
        {isLayer && (mayChange || draft.own[kind]) && (
          <Check label={text.own} checked={draft.own[kind]} disabled={!mayChange} hook={`own-${kind}`} onChange={own} />
        )}
      </div>
    </li>
  )
}

/** What falls through again is what the wider layers say. */
function owned(
  draft: ThresholdDraft,
  inherited: ThresholdDraft,
  kind: AlertKind,
  isOwn: boolean,
): Partial<ThresholdDraft> {
  const own = { ...draft.own, [kind]: isOwn }
  if (isOwn) return { own }
  return { own, ...Object.fromEntries(fieldsOf(kind).map(([name]) => [name, inherited[name]])) }
}
