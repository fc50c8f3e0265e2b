import { useSignal } from '@preact/signals'
import { useText, useWords } from '../../../components/context.ts'
import { Control } from '../form/control.tsx'
import { type Editing, ItemFrame, isOff } from './item.tsx'
import { type LogoRead, readLogo } from './logo-file.ts'
import { words } from './words.ts'

/** The operator's logo: a small image that travels within the policy. */
export function Logo({ editing }: { editing: Editing }) {
  const text = useWords(words)
  const { locale } = useText()
  const { form } = editing
  const { label, hint, upload, remove, wanted, none } = text.fields.logo
  const read = useSignal<LogoRead | null>(null)
  const { logo } = form.draft.value
  const disabled = isOff(editing, 'logo')
  const take = async (input: HTMLInputElement) => {
    const file = input.files?.[0]
    input.value = ''
    if (!file) return
    read.value = await readLogo(file)
    if (read.value.kind === 'good') form.set({ logo: read.value.url })
  }
  const said = read.value && sayOf(text.fields.logo, read.value, locale)
  return (
    <ItemFrame editing={editing} item="logo">
      <Control form={form} path="branding.logo" label={label} hint={hint} wanted={wanted} disabled={disabled}>
        {(tied) => (
          <span class="control-line logo-line">
            {logo === '' ? <span class="logo-shown muted">{none}</span> : <img class="logo-shown" src={logo} alt="" />}
            <span class={`button logo-upload${disabled ? ' logo-off' : ''}`}>
              {upload}
              <input
                {...tied}
                type="file"
                accept="image/png,image/svg+xml,image/webp"
                onChange={(event) => void take(event.currentTarget)}
              />
            </span>
            {logo !== '' && !disabled && (
              <button type="button" class="button button-plain" onClick={() => form.set({ logo: '' })}>
                {remove}
              </button>
            )}
          </span>
        )}
      </Control>
      <output class={read.value?.kind === 'good' ? 'small muted' : 'control-wrong'} data-said="logo">
        {said}
      </output>
    </ItemFrame>
  )
}

function sayOf(text: (typeof words)['es']['fields']['logo'], read: LogoRead, locale: string): string | null {
  const kB = (octets: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(octets / 1000)
  if (read.kind === 'wrong-type') return text.wrongType
  if (read.kind === 'too-big') return text.tooBig(kB(read.octets))
  return read.reducedTo === null ? null : text.reduced(kB(read.reducedTo))
}
