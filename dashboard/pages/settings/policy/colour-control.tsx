import type { ReadonlySignal } from '@preact/signals'
import { useWords } from '../../../components/context.ts'
import { Control } from '../form/control.tsx'
import type { RiderPages } from '../preview/source.ts'
import { type Editing, ItemFrame, isOff } from './item.tsx'
import { words } from './words.ts'

interface ColourProps {
  editing: Editing
  pages: ReadonlySignal<RiderPages | 'failed' | null>
}

const COLOUR = /^#[0-9a-f]{6}$/i

/** The operator's colour, and how it will really be shown where text could not be read on it. */
export function Colour({ editing, pages }: ColourProps) {
  const text = useWords(words)
  const { form } = editing
  const { label, hint, wanted, pick, clear } = text.fields.color
  const { color } = form.draft.value
  const isColour = COLOUR.test(color)
  const disabled = isOff(editing, 'color')
  return (
    <ItemFrame editing={editing} item="color">
      <Control form={form} path="branding.color" label={label} hint={hint} wanted={wanted} disabled={disabled}>
        {(tied) => (
          <span class="control-line">
            <input
              class="colour-well"
              type="color"
              aria-label={pick}
              disabled={disabled}
              value={isColour ? color : '#00694b'}
              onInput={(event) => form.set({ color: event.currentTarget.value })}
            />
            <input
              {...tied}
              class="field colour-text"
              autocomplete="off"
              spellcheck={false}
              placeholder="#00694b"
              value={color}
              onInput={(event) => form.set({ color: event.currentTarget.value.trim() })}
            />
            {color !== '' && !disabled && (
              <button type="button" class="button button-plain" onClick={() => form.set({ color: '' })}>
                {clear}
              </button>
            )}
          </span>
        )}
      </Control>
      {isColour && <AsShown color={color.toLowerCase()} pages={pages} />}
    </ItemFrame>
  )
}

/** Where the portal changes the colour so that it can be read: into what. */
function AsShown({ color, pages }: { color: string; pages: ColourProps['pages'] }) {
  const { fields } = useWords(words)
  if (pages.value === null || pages.value === 'failed') return null
  const { light, dark } = pages.value.shownColours(color)
  return (
    <ul class="as-shown small" data-contrast={light === color ? 'kept' : 'changed'}>
      {light !== color && (
        <li class="as-shown-warn">
          <span class="as-shown-dot" style={{ background: light }} /> {fields.color.light(light)}
        </li>
      )}
      {dark !== color && (
        <li class="muted">
          <span class="as-shown-dot" style={{ background: dark }} /> {fields.color.dark(dark)}
        </li>
      )}
    </ul>
  )
}
