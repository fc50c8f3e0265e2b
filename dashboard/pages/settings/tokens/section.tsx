import type { ApiToken } from '../../../../contract/access.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Confirm } from '../form/confirm.tsx'
import { useDay } from '../form/day.ts'
import { Once } from '../form/once.tsx'
import { formWords } from '../form/words.ts'
import { SectionPanel } from '../section-panel.tsx'
import type { SectionProps } from '../sections.ts'
import { useModel } from '../use-model.ts'
import { createTokens } from './model.ts'
import { TokenForm } from './token-form.tsx'
import { words } from './words.ts'

/** The keys of other programs: an admin sees all of them, an operator their own. */
export default function TokensSection({ role }: SectionProps) {
  const text = useWords(words)
  const model = useModel(createTokens)
  const made = model.made.value
  const list = model.list.data.value
  return (
    <>
      <SectionPanel
        text={text}
        link={<a href="/api/docs">{text.docs}</a>}
        first={made && <Once title={text.onceTitle(made.name)} note={text.once} text={made.token} hook="token" />}
        loaded={model.list}
        load={model.load}
      >
        {list?.length === 0 && <p class="muted">{text.none}</p>}
        <ul class="entry-list">
          {list?.map((token) => (
            <TokenRow key={token.id} token={token} revoke={() => model.revoke(token.id)} />
          ))}
        </ul>
      </SectionPanel>
      <section class="panel">
        <TokenForm form={model.form} role={role} />
      </section>
    </>
  )
}

function TokenRow({ token, revoke }: { token: ApiToken; revoke: () => Promise<unknown> }) {
  const { clock } = useDashboard()
  const text = useWords(words)
  const general = useWords(formWords)
  const day = useDay()
  const isOver = Date.parse(token.expiresAt) <= clock.now.value
  const about = [
    general.roles[token.role],
    token.scopes.map((scope) => text.scope[scope]).join(', '),
    isOver ? null : text.until(day(token.expiresAt)),
    token.lastUsedOn === null ? text.unused : text.used(day(`${token.lastUsedOn}T12:00:00Z`)),
    token.createdBy && text.by(token.createdBy),
  ]
  return (
    <li data-token={token.name}>
      <div>
        <p class="entry-title">
          {token.name}
          {isOver && <span class="tag tag-bad">{text.expired}</span>}
        </p>
        <p class="muted small">{about.filter(Boolean).join(' · ')}</p>
      </div>
      <div class="entry-acts">
        <Confirm
          label={text.revoke}
          question={text.revokeAsk(token.name)}
          act={text.revoke}
          hook={`revoke-${token.id}`}
          run={revoke}
        >
          <p>{text.revokeNote}</p>
        </Confirm>
      </div>
    </li>
  )
}
