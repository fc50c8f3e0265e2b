import { Bus } from './bus.ts'

// A test run that never removes its bus: harness.test.ts ends it and looks at what is left.
const bus = await Bus.create({ phones: 1 })
process.stdout.write(bus.id)
setInterval(() => undefined, 1_000)
