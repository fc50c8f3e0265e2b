import type { ComponentChildren } from 'preact'
import { useWords } from '../../../components/context.ts'
import { words } from '../place/words.ts'
import { FIELDS_OF, type Item, type PolicyDraft } from './items.ts'
import type { PlaceForm } from './model.ts'

/** A form over one layer, and what of it the reader may change. */
export interface Editing extends PlaceForm {
  isLayer: boolean
  mayChange: boolean
}

/** An item of the policy. Of a narrower layer it falls through, unless it is changed here. */
export function ItemFrame({ editing, item, children }: { editing: Editing; item: Item; children: ComponentChildren }) {
  const text = useWords(words)
  const { form, isLayer, mayChange } = editing
  const isOwn = form.draft.value.own[item]
  return (
    <div class={`policy-item${isOwn ? '' : ' policy-item-inherited'}`}>
      {children}
      {isLayer && (mayChange || isOwn) && (
        <label class="check policy-own">
          <input
            type="checkbox"
            checked={isOwn}
            disabled={!mayChange}
            data-own={item}
            onChange={(event) => form.set(owned(editing, item, event.currentTarget.checked))}
          />
          <span class="small">{text.own}</span>
        </label>
      )}
    </div>
  )
}

export function isOff({ form, mayChange }: Editing, item: Item): boolean {
  return !mayChange || !form.draft.value.own[item]
}

/** An item that falls through again is what the wider layers say. */
function owned({ form, inherited }: Editing, item: Item, isOwn: boolean): Partial<PolicyDraft> {
  const own = { ...form.draft.value.own, [item]: isOwn }
  if (isOwn) return { own }
  return { own, ...Object.fromEntries(FIELDS_OF[item].map((field) => [field, inherited[field]])) }
}
