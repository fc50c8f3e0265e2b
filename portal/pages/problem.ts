import { html } from 'hono/html'
import { PROBLEM_KINDS, PROBLEM_TEXT_LENGTH } from '../../contract/rider-problem.ts'
import { CATALOGUES } from '../i18n/language.ts'
import { type Html, layout, type PageContext } from './layout.ts'

/** What a rider has filled in so far, and what is wrong with it. */
export interface Draft {
  kind: string
  text: string
  fault: 'kindMissing' | 'tooLong' | null
}

/** The form for a fault. It needs no internet. */
export function problemPage(context: PageContext, draft: Draft = { kind: '', text: '', fault: null }): Html {
  const { problem } = CATALOGUES[context.language]
  const fault = {
    kindMissing: problem.kindMissing,
    tooLong: problem.tooLong(PROBLEM_TEXT_LENGTH),
  }
  const wrong = draft.fault && html`<p class="notice" role="alert" id="fault">${fault[draft.fault]}</p>`
  const choices = PROBLEM_KINDS.map(
    (kind) =>
      html`<label class="choice"><input type="radio" name="kind" value="${kind}" required${kind === draft.kind ? html` checked` : ''}>${problem.kinds[kind]}</label>`,
  )
  const body = html`<h1>${problem.title}</h1><p class="lead">${problem.lead}</p>
<form method="post" action="/problem?lang=${context.language}">${wrong ?? ''}
<fieldset><legend>${problem.kindLegend}</legend>${choices}</fieldset>
<label for="text">${problem.text}</label>
<textarea id="text" name="text" rows="3" maxlength="${PROBLEM_TEXT_LENGTH}" aria-describedby="hint${draft.fault ? ' fault' : ''}">
${draft.text}</textarea>
<p class="hint" id="hint">${problem.textHint(PROBLEM_TEXT_LENGTH)}</p>
<button>${problem.send}</button></form>`
  return layout(context, draft.fault ? fault[draft.fault] : problem.title, body, ['/', '/privacy'])
}

/** The fault is kept: its ticket, to be read out to the operator. */
export function problemSentPage(context: PageContext, ticket: string): Html {
  const { problem } = CATALOGUES[context.language]
  const body = html`<h1>${problem.sentTitle}</h1><p>${problem.sentLead}</p>
<p class="ticket">${ticket}</p><p class="hint">${problem.sentNote}</p>
<a class="button" href="/?lang=${context.language}">${CATALOGUES[context.language].links['/']}</a>`
  return layout(context, problem.sentTitle, body, ['/privacy'])
}
