import { render } from 'preact'
import { App } from './components/app.tsx'
import { DashboardContext } from './components/context.ts'
import { startDashboard } from './models/dashboard.ts'

const dashboard = startDashboard({
  window,
  fetch: (input, init) => window.fetch(input, init),
  random: Math.random,
  openStream: (url) => new EventSource(url),
  timers: {
    now: Date.now,
    every: (ms, run) => {
      const id = window.setInterval(run, ms)
      return () => window.clearInterval(id)
    },
    after: (ms, run) => {
      const id = window.setTimeout(run, ms)
      return () => window.clearTimeout(id)
    },
  },
})

const root = document.getElementById('app')
if (root) {
  render(
    <DashboardContext.Provider value={dashboard}>
      <App />
    </DashboardContext.Provider>,
    root,
  )
}
