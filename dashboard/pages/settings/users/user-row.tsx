import { useSignal } from '@preact/signals'
import type { User } from '../../../../contract/access.ts'
import { ROLES, type Role } from '../../../../contract/api.ts'
import { useWords } from '../../../components/context.ts'
import { Confirm } from '../form/confirm.tsx'
import { useDay } from '../form/day.ts'
import { formWords } from '../form/words.ts'
import type { UsersModel } from './model.ts'
import { words } from './words.ts'

/** One person, and what may be done about them. */
export function UserRow({ user, isMe, model }: { user: User; isMe: boolean; model: UsersModel }) {
  const day = useDay()
  const text = useWords(words)
  const general = useWords(formWords)
  const { id, email, role } = user
  return (
    <li data-user={email}>
      <div>
        <p class="entry-title">
          {email}
          {isMe && <span class="tag">{text.you}</span>}
        </p>
        <p class="muted small">
          {general.roles[role]} · {text.since(day(user.createdAt))}
          {user.twoFactor && <span class="tag tag-good">{text.secondStep}</span>}
          {!user.passwordSet && <span class="tag tag-warn">{text.noPassword}</span>}
          {user.disabled && <span class="tag tag-bad">{text.disabled}</span>}
        </p>
      </div>
      <details class="entry-more">
        <summary class="button" aria-label={`${text.more}: ${email}`}>
          {text.more}
        </summary>
        <div class="entry-acts">
          <Confirm
            label={text.link}
            question={text.linkAsk(email)}
            act={text.linkAct}
            hook={`link-${id}`}
            danger={false}
            run={() => model.makeLink(user)}
          >
            <p>{text.linkNote}</p>
          </Confirm>
          <ChangeRole user={user} model={model} />
          {user.twoFactor && (
            <Confirm
              label={text.endStep}
              question={text.endStepAsk(email)}
              act={text.endStep}
              hook={`step-${id}`}
              run={() => model.endSecondStep(id)}
            >
              <p>{text.endStepNote}</p>
            </Confirm>
          )}
          <Confirm
            label={user.disabled ? text.enable : text.disable}
            question={user.disabled ? text.enableAsk(email) : text.disableAsk(email)}
            act={user.disabled ? text.enable : text.disable}
            hook={`access-${id}`}
            danger={!user.disabled}
            run={() => model.change(id, { disabled: !user.disabled })}
          >
            {!user.disabled && <p>{text.disableNote}</p>}
          </Confirm>
          <Confirm
            label={text.remove}
            question={text.removeAsk(email)}
            act={text.remove}
            hook={`remove-${id}`}
            run={() => model.remove(id)}
          >
            <p>{text.removeNote}</p>
          </Confirm>
        </div>
      </details>
    </li>
  )
}

function ChangeRole({ user, model }: { user: User; model: UsersModel }) {
  const text = useWords(words)
  const chosen = useSignal<Role>(user.role)
  return (
    <Confirm
      label={text.changeRole}
      question={text.changeRoleAsk(user.email)}
      act={text.changeRoleAct}
      hook={`role-${user.id}`}
      danger={false}
      run={() => model.change(user.id, { role: chosen.value })}
    >
      <select
        class="field"
        aria-label={text.role}
        value={chosen.value}
        onChange={(event) => {
          chosen.value = ROLES.find((role) => role === event.currentTarget.value) ?? user.role
        }}
      >
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {text.rolesMean[role]}
          </option>
        ))}
      </select>
    </Confirm>
  )
}
