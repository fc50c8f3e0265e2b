import type { Terms } from '../../../../contract/terms.ts'
import { useWords } from '../../../components/context.ts'
import { Control, TextControl } from '../form/control.tsx'
import type { Form } from '../form/form.ts'
import { FormFrame } from '../form/form-frame.tsx'
import type { TermsDraft } from './model.ts'
import { words } from './words.ts'

/** A new version of the terms, in both languages. */
export function TermsForm({ form, newest }: { form: Form<TermsDraft>; newest: Terms | null }) {
  const text = useWords(words)
  return (
    <FormFrame form={form} hook="terms" submit={text.save} isNew>
      <div class="form-part">
        <h3>{text.add}</h3>
        <p class="muted">{text.addHint}</p>
        {newest && (
          <button
            type="button"
            class="button"
            onClick={() => form.set({ es: newest.es, en: newest.en })}
            data-terms-start
          >
            {text.start}
          </button>
        )}
        <div class="controls terms-fields">
          <TextControl form={form} name="version" label={text.version} hint={text.versionHint} />
          {(['es', 'en'] as const).map((code) => (
            <div key={code} class="controls-wide">
              <Control form={form} path={code} label={text[code]}>
                {(tied) => (
                  <textarea
                    {...tied}
                    class="field terms-text"
                    rows={10}
                    lang={code}
                    value={form.draft.value[code]}
                    onInput={(event) => form.set({ [code]: event.currentTarget.value })}
                  />
                )}
              </Control>
            </div>
          ))}
        </div>
      </div>
    </FormFrame>
  )
}
