import { useDashboard, useText } from './context.ts'
import { WordMark } from './icons.tsx'
import { ProblemNote } from './problem.tsx'
import { Shell } from './shell.tsx'
import { SignIn } from './sign-in.tsx'

/** Which page: the dashboard for who is signed in, else the way in. */
export function App() {
  const { session } = useDashboard()
  const text = useText()
  const state = session.state.value
  switch (state.kind) {
    case 'checking':
      return (
        <main class="splash" aria-busy="true">
          <h1>
            <WordMark />
          </h1>
        </main>
      )
    case 'signed-out':
      return <SignIn />
    case 'signed-in':
      return <Shell me={state.me} />
    case 'failed':
      return (
        <main class="splash">
          <WordMark />
          <ProblemNote title={text.problems.session} problem={state.problem} retry={session.check} />
        </main>
      )
  }
}
