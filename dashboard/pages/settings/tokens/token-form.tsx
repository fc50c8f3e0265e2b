import { SCOPES, type Scope } from '../../../../contract/access.ts'
import { ROLES, type Role } from '../../../../contract/api.ts'
import { useText, useWords } from '../../../components/context.ts'
import { Check } from '../form/check.tsx'
import { ChoiceControl, TextControl } from '../form/control.tsx'
import type { Form } from '../form/form.ts'
import { FormFrame } from '../form/form-frame.tsx'
import { issueText } from '../form/issue-text.ts'
import { formWords } from '../form/words.ts'
import type { TokenDraft } from './model.ts'
import { words } from './words.ts'

/** A new key: of one's own role at most. */
export function TokenForm({ form, role }: { form: Form<TokenDraft>; role: Role }) {
  const text = useWords(words)
  const general = useWords(formWords)
  const roles = ROLES.slice(ROLES.indexOf(role)).map((value) => ({ value, label: general.roles[value] }))
  return (
    <FormFrame form={form} hook="token" submit={text.create} isNew>
      <div class="form-part">
        <h3>{text.add}</h3>
        <div class="controls">
          <TextControl form={form} name="name" label={text.name} placeholder={text.namePlaceholder} />
          <ChoiceControl form={form} name="role" label={text.role} options={roles} />
          <TextControl form={form} name="days" label={text.days} unit={text.daysUnit} numeric />
          <Scopes form={form} />
        </div>
      </div>
    </FormFrame>
  )
}

function Scopes({ form }: { form: Form<TokenDraft> }) {
  const text = useWords(words)
  const general = useWords(formWords)
  const { locale } = useText()
  const { scopes } = form.draft.value
  const [wrong] = form.issuesAt('scopes')
  const toggle = (scope: Scope, isOn: boolean) => {
    form.left('scopes')
    form.set({ scopes: SCOPES.filter((one) => (one === scope ? isOn : scopes.includes(one))) })
  }
  return (
    <fieldset class="control controls-wide" aria-describedby={wrong ? 'scopes-wrong' : undefined}>
      <legend class="control-legend">{text.scopes}</legend>
      {SCOPES.map((scope) => (
        <Check
          key={scope}
          label={text.scope[scope]}
          checked={scopes.includes(scope)}
          hook={`scope-${scope}`}
          onChange={(isOn) => toggle(scope, isOn)}
        />
      ))}
      {wrong && (
        <p class="control-wrong" id="scopes-wrong">
          {issueText(general, locale, wrong)}
        </p>
      )}
    </fieldset>
  )
}
